import { Entity, Property } from "@mikro-orm/decorators/legacy";
import { Row } from "../../kernel/row.entity.js";

/** A client, or the operator's own house. Everything of a client belongs to one. */
@Entity({ tableName: "organisation" })
export class Organisation extends Row {
  @Property({ type: "text" })
  slug!: string;

  @Property({ type: "text" })
  name!: string;

  /** How many training runs may be queued or running at once. */
  @Property({ type: "integer" })
  maxActiveRuns: number = 20;
}
