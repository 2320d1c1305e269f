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

  /** Who said yes to it, and when; null while it waits. What nobody has to look at, such as the packs, has no reviewer. */
  @Property({ type: "uuid", nullable: true })
  reviewerId: string | null = null;

  @Property({ type: "datetime", nullable: true })
  reviewedAt: Date | null = null;

  /** What the last reviewer had to say. */
  @Property({ type: "text", nullable: true })
  reviewNote: string | null = null;

  @Property({ type: "json" })
  content!: Record<string, unknown>;
}
