import { Migration } from "@mikro-orm/migrations";

/** What coding problems have beside other questions: statement, hints, complexity, what to look at, and the run to start. */
export class Migration20261122000072_coding_problems extends Migration {
  override up(): void {
    this.addSql(`alter table question add column problem jsonb`);
  }

  override down(): void {
    this.addSql(`alter table question drop column problem`);
  }
}
