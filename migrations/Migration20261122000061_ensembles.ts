import { Migration } from "@mikro-orm/migrations";

/** Evaluations of several runs together; their `run_id` is the first of them. */
export class Migration20261122000061_ensembles extends Migration {
  override up(): void {
    this.addSql(`alter table evaluation_request add column members uuid[]`);
    this.addSql(`alter table evaluation drop constraint evaluation_subject_check,
      add constraint evaluation_subject_check check (subject in ('MODEL', 'BASELINE', 'ENSEMBLE'))`);
  }

  override down(): void {
    this.addSql(`delete from evaluation_request where members is not null`);
    this.addSql(`alter table evaluation drop constraint evaluation_subject_check,
      add constraint evaluation_subject_check check (subject in ('MODEL', 'BASELINE'))`);
    this.addSql(`alter table evaluation_request drop column members`);
  }
}
