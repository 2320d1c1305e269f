import { Entity, Property } from "@mikro-orm/decorators/legacy";
import { Row } from "../../kernel/row.entity.js";

/** What a piece of content said at one revision, and who made it so. */
@Entity({ tableName: "content_revision" })
export class Revision extends Row {
  @Property({ type: "text" })
  subjectType!: string;

  @Property({ type: "uuid" })
  subjectId!: string;

  @Property({ type: "integer" })
  number!: number;

  @Property({ type: "uuid", nullable: true })
  authorId: string | null = null;

  @Property({ type: "json" })
  content!: Record<string, unknown>;
}
