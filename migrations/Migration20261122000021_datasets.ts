import { Migration } from "@mikro-orm/migrations";

/** Data of the users' own: a data set is a name, its versions are files that never change, and runs and sweeps name a version. */
export class Migration20261122000021_datasets extends Migration {
  override up(): void {
    this.addSql(`create table dataset (
      id uuid primary key,
      organisation_id uuid not null references organisation on delete cascade,
      created_by uuid references user_account on delete set null,
      name text not null,
      kind text not null,
      description text not null default '',
      newest_version int not null default 0,
      archived_at timestamptz,
      created_at timestamptz not null default now()
    )`);
    this.addSql(`create unique index dataset_name on dataset (organisation_id, lower(name))`);
    this.addSql(`create index dataset_organisation on dataset (organisation_id, id)`);
    this.addSql(`create table dataset_version (
      id uuid primary key,
      dataset_id uuid not null references dataset on delete cascade,
      organisation_id uuid not null references organisation on delete cascade,
      created_by uuid references user_account on delete set null,
      number int not null,
      options jsonb not null,
      licence text not null default '',
      provenance text not null default '',
      file_name text not null,
      size bigint not null,
      sha256 text not null,
      profile jsonb not null,
      created_at timestamptz not null default now(),
      unique (dataset_id, number)
    )`);
    this.addSql(`create index dataset_version_organisation on dataset_version (organisation_id)`);
    this.addSql(`alter table organisation add column dataset_megabytes_max int not null default 5000`);

    this.addSql(
      `alter table training_run add column dataset_version_id uuid references dataset_version on delete set null`,
    );
    this.addSql(`create index training_run_dataset_version on training_run (dataset_version_id)
      where dataset_version_id is not null`);
    this.addSql(`alter table sweep add column dataset_version_id uuid references dataset_version on delete set null`);
    this.addSql(
      `create index sweep_dataset_version on sweep (dataset_version_id) where dataset_version_id is not null`,
    );
  }

  override down(): void {
    this.addSql(`alter table sweep drop column dataset_version_id`);
    this.addSql(`alter table training_run drop column dataset_version_id`);
    this.addSql(`alter table organisation drop column dataset_megabytes_max`);
    this.addSql(`drop table dataset_version, dataset`);
  }
}
