import { Migration } from "@mikro-orm/migrations";

/** Runs that begin with the weights of another run. */
export class Migration20261122000042_transfer extends Migration {
  override up(): void {
    this.addSql(`alter table training_run add column transfer jsonb,
      drop constraint training_run_origin_kind_check,
      add constraint training_run_origin_kind_check check (origin_kind in ('RETRY', 'FORK', 'TRANSFER'))`);
  }

  override down(): void {
    this.addSql(`update training_run set origin_kind = null where origin_kind = 'TRANSFER'`);
    this.addSql(`alter table training_run drop column transfer,
      drop constraint training_run_origin_kind_check,
      add constraint training_run_origin_kind_check check (origin_kind in ('RETRY', 'FORK'))`);
  }
}
