import { Property } from "@mikro-orm/decorators/legacy";
import { Row } from "../../kernel/row.entity.js";

/** What administrators edit and everybody reads: it counts its revisions, and remembers the seed it came from. */
export abstract class Content extends Row {
  @Property({ type: "text" })
  slug!: string;

  @Property({ type: "integer" })
  revision: number = 1;

  /** Hash of the seed last applied; null once an administrator wrote or changed it. */
  @Property({ type: "text", nullable: true })
  seedHash: string | null = null;

  @Property({ type: "datetime", onUpdate: () => new Date() })
  updatedAt: Date = new Date();

  /** Takes it out of what is shown; nothing is deleted. Kinds that cannot be archived have no status. */
  archive?(): void;
}
