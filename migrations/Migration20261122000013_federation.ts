import { Migration } from "@mikro-orm/migrations";

/** Federated runs: their rounds, and in each the part of every shard. */
export class Migration20261122000013_federation extends Migration {
  override up(): void {
    this.addSql(`alter table training_run add column federation jsonb`);
    this.addSql(`create table federated_round (
      id uuid primary key,
      run_id uuid not null references training_run on delete cascade,
      number int not null,
      status text not null check (status in ('OPEN', 'AVERAGED')),
      created_at timestamptz not null,
      finished_at timestamptz,
      unique (run_id, number)
    )`);
    this.addSql(`create unique index federated_round_open on federated_round (run_id) where status = 'OPEN'`);
    this.addSql(`create table federated_shard (
      id uuid primary key,
      run_id uuid not null,
      round int not null,
      shard int not null,
      status text not null check (status in ('QUEUED', 'TRAINING', 'TRAINED', 'LEFT_OUT')),
      attempt int not null,
      losses int not null,
      worker_id uuid,
      lease_expires_at timestamptz,
      created_at timestamptz not null,
      started_at timestamptz,
      finished_at timestamptz,
      result jsonb,
      bytes float8 not null,
      unique (run_id, round, shard),
      foreign key (run_id, round) references federated_round (run_id, number) on delete cascade
    )`);
    this.addSql(
      `create index federated_shard_training on federated_shard (lease_expires_at) where status = 'TRAINING'`,
    );
  }

  override down(): void {
    this.addSql(`drop table federated_shard, federated_round`);
    this.addSql(`alter table training_run drop column federation`);
  }
}
