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

  /** Compute seconds, of one core or one GPU, that its runs may use in a month (UTC); null for as many as they like. */
  @Property({ type: "integer", nullable: true })
  computeSecondsPerMonth: number | null = null;

  /** Megabytes that the files of its own data sets may take. */
  @Property({ type: "integer" })
  datasetMegabytesMax: number = 5_000;

  /** Its share of the workers while several organisations have runs waiting: 2 is twice as much as 1. */
  @Property({ type: "double" })
  shareWeight: number = 1;
}
