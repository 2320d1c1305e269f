import { Migration } from "@mikro-orm/migrations";

/** Evaluations on data of the users' own other than those of the training: which version, and the hash of its bytes. */
export class Migration20261122000063_judged_data extends Migration {
  override up(): void {
    this.addSql(`alter table evaluation_request
      add column dataset_version_id uuid references dataset_version on delete set null, add column dataset_sha256 text`);
    this.addSql(`create index on evaluation_request (dataset_version_id) where dataset_version_id is not null`);
  }

  override down(): void {
    this.addSql(`delete from evaluation_request where dataset_sha256 is not null`);
    this.addSql(`alter table evaluation_request drop column dataset_version_id, drop column dataset_sha256`);
  }
}
