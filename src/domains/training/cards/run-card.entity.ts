import { OptionalProps, PrimaryKeyProp, type Ref } from "@mikro-orm/core";
import { Entity, ManyToOne, PrimaryKey, Property } from "@mikro-orm/decorators/legacy";
import { Organisation } from "../../accounts/organisation.entity.js";

/** What people say about a run, beside the run. The database makes one for every run, and notes what a search has to read again. */
@Entity({ tableName: "training_run_card" })
export class RunCard {
  [PrimaryKeyProp]?: "runId";
  [OptionalProps]?: "notes" | "group" | "tags" | "archived";

  @PrimaryKey({ type: "uuid" })
  runId!: string;

  @ManyToOne(() => Organisation, { ref: true })
  organisation!: Ref<Organisation>;

  /** Markdown. */
  @Property({ type: "text", nullable: true })
  notes: string | null = null;

  @Property({ type: "text", nullable: true, fieldName: "group_name" })
  group: string | null = null;

  /** In the order in which they were added, each once. */
  @Property({ type: "string[]", columnType: "text[]" })
  tags: string[] = [];

  /** Left out of lists that do not ask for it. */
  @Property({ type: "boolean" })
  archived: boolean = false;
}
