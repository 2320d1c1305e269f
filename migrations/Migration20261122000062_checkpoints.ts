import { Migration } from "@mikro-orm/migrations";

/** Runs that begin with a checkpoint of the users' own: a version of a data set, and what stays known of it. */
export class Migration20261122000062_checkpoints extends Migration {
  override up(): void {
    this.addSql(`alter table training_run
      add column checkpoint_version_id uuid references dataset_version on delete set null,
      add column checkpoint_source jsonb`);
    this.addSql(`create index training_run_checkpoint_version on training_run (checkpoint_version_id)
      where checkpoint_version_id is not null`);
  }

  override down(): void {
    this.addSql(`alter table training_run drop column checkpoint_version_id, drop column checkpoint_source`);
  }
}
