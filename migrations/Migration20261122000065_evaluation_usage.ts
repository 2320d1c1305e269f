import { Migration } from "@mikro-orm/migrations";

/** What requested evaluations of a run have used stands in the account of its training, and apart from it. */
export class Migration20261122000065_evaluation_usage extends Migration {
  override up(): void {
    this.addSql(`alter table training_run_usage
      add column purpose text not null default 'TRAINING' check (purpose in ('TRAINING', 'EVALUATION'))`);
  }

  override down(): void {
    this.addSql(`delete from training_run_usage where purpose = 'EVALUATION'`);
    this.addSql(`alter table training_run_usage drop column purpose`);
  }
}
