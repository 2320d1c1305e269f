import { Property } from "@mikro-orm/decorators/legacy";
import { Row } from "../../kernel/row.entity.js";

/** What administrators edit and everybody reads: it counts its revisions, and knows whether it is still as seeded. */
export abstract class Content extends Row {
  @Property({ type: "text" })
  slug!: string;

  @Property({ type: "integer" })
  revision: number = 1;

  /** Whether it stands as a content pack has it; a change by an administrator makes it theirs. */
  @Property({ type: "boolean" })
  seeded: boolean = false;

  @Property({ type: "datetime", onUpdate: () => new Date() })
  updatedAt: Date = new Date();
}
