import { Entity, Property } from "@mikro-orm/decorators/legacy";
import { Row } from "../../../kernel/row.entity.js";

/** One edit of what people say about a run: who made it, when, and what stood there before. */
@Entity({ tableName: "training_run_edit" })
export class RunEdit extends Row {
  @Property({ type: "uuid" })
  runId!: string;

  @Property({ type: "uuid", nullable: true })
  editorId: string | null = null;

  /** The fields that changed, with what they held. */
  @Property({ type: "json" })
  before!: Record<string, unknown>;
}
