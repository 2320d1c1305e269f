import { Migration } from "@mikro-orm/migrations";

/**
 * What people say about runs, beside the runs themselves: a run's own row is rewritten many times a second while it trains,
 * its card only when somebody edits it, and neither waits for the other. Every run has a card from the moment it is there.
 */
export class Migration20261122000009_organise extends Migration {
  override up(): void {
    this.addSql(`create table training_run_card (
      run_id uuid primary key references training_run on delete cascade,
      organisation_id uuid not null references organisation on delete cascade,
      notes text,
      group_name text,
      tags text[] not null default '{}',
      archived boolean not null default false,
      search tsvector,
      revision int not null default 1,
      indexed_revision int not null default 0
    )`);
    this.addSql(`create index training_run_card_group on training_run_card (organisation_id, group_name)`);
    this.addSql(`create index training_run_card_tags on training_run_card using gin (tags)`);
    this.addSql(`create index training_run_card_search on training_run_card using gin (search)`);
    this.addSql(`create index training_run_card_unindexed on training_run_card (organisation_id, run_id)
      where indexed_revision < revision`);
    this.addSql(`insert into training_run_card (run_id, organisation_id) select id, organisation_id from training_run`);

    // Whoever adds a run or changes what it is found by, the card knows: the application need not be told.
    this
      .addSql(`create function training_run_added() returns trigger language plpgsql set search_path from current as $$
      begin
        insert into training_run_card (run_id, organisation_id) values (new.id, new.organisation_id);
        return null;
      end $$`);
    this.addSql(`create trigger training_run_added after insert on training_run
      for each row execute function training_run_added()`);
    this
      .addSql(`create function training_run_renamed() returns trigger language plpgsql set search_path from current as $$
      begin
        update training_run_card set revision = revision + 1 where run_id = new.id;
        return null;
      end $$`);
    this
      .addSql(`create trigger training_run_renamed after update of name, recipe, dataset, parameters, error on training_run
      for each row execute function training_run_renamed()`);
    this.addSql(`create function training_run_card_edited() returns trigger language plpgsql as $$
      begin
        new.revision := old.revision + 1;
        return new;
      end $$`);
    this.addSql(`create trigger training_run_card_edited before update of notes, group_name, tags on training_run_card
      for each row execute function training_run_card_edited()`);

    this.addSql(`create table training_run_favourite (
      user_id uuid not null references user_account on delete cascade,
      run_id uuid not null references training_run on delete cascade,
      created_at timestamptz not null default now(),
      primary key (user_id, run_id)
    )`);
    this.addSql(`create index training_run_favourite_run on training_run_favourite (run_id)`);
    // By the card, which an edit holds locked anyway: a reference to the run would wait for whoever works on that.
    this.addSql(`create table training_run_edit (
      id uuid primary key,
      run_id uuid not null references training_run_card on delete cascade,
      editor_id uuid references user_account on delete set null,
      before jsonb not null,
      created_at timestamptz not null default now()
    )`);
    this.addSql(`create index training_run_edit_run on training_run_edit (run_id, id)`);
  }

  override down(): void {
    this.addSql(`drop table training_run_edit, training_run_favourite, training_run_card`);
    this.addSql(`drop trigger training_run_added on training_run`);
    this.addSql(`drop trigger training_run_renamed on training_run`);
    this.addSql(`drop function training_run_added, training_run_renamed, training_run_card_edited`);
  }
}
