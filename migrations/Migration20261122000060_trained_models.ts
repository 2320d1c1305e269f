import { Migration } from "@mikro-orm/migrations";

/** Runs that learn from another run, and what the models that came of runs take. */
export class Migration20261122000060_trained_models extends Migration {
  override up(): void {
    this.addSql(`alter table training_run add column teacher jsonb, add column model jsonb`);
  }

  override down(): void {
    this.addSql(`alter table training_run drop column teacher, drop column model`);
  }
}
