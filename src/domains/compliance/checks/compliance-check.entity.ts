import { Entity, Property } from "@mikro-orm/decorators/legacy";
import { Row } from "../../../kernel/row.entity.js";
import type { CheckComparison } from "./check.specs.js";

/** A condition that an item sets for training runs. What it says stays; who wants another withdraws it. */
@Entity({ tableName: "compliance_check" })
export class ComplianceCheck extends Row {
  @Property({ type: "uuid" })
  organisationId!: string;

  @Property({ type: "uuid" })
  assessmentId!: string;

  @Property({ type: "uuid" })
  assessmentItemId!: string;

  /** Runs on this data set alone, by its name; null for any. */
  @Property({ type: "text", nullable: true })
  dataset: string | null = null;

  @Property({ type: "text", nullable: true })
  recipe: string | null = null;

  @Property({ type: "text" })
  figure!: string;

  @Property({ type: "text" })
  comparison!: CheckComparison;

  @Property({ type: "double" })
  threshold!: number;

  /** A run counts for so many days after its end. */
  @Property({ type: "integer" })
  withinDays!: number;

  @Property({ type: "datetime", nullable: true })
  withdrawnAt: Date | null = null;

  @Property({ type: "uuid", nullable: true })
  createdBy: string | null = null;
}
