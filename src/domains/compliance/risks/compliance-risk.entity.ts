import { Entity, Property } from "@mikro-orm/decorators/legacy";
import { Row } from "../../../kernel/row.entity.js";
import type { RiskTreatment } from "./risk.specs.js";

/** An entry of the risk register. Its score, likelihood times impact, is the database's to compute. */
@Entity({ tableName: "compliance_risk" })
export class ComplianceRisk extends Row {
  @Property({ type: "uuid" })
  organisationId!: string;

  @Property({ type: "uuid" })
  assessmentId!: string;

  @Property({ type: "uuid", nullable: true })
  assessmentItemId: string | null = null;

  @Property({ type: "text" })
  title!: string;

  @Property({ type: "text" })
  description: string = "";

  /** 1 rare to 5 nearly certain. */
  @Property({ type: "integer" })
  likelihood!: number;

  /** 1 slight to 5 ruinous. */
  @Property({ type: "integer" })
  impact!: number;

  @Property({ type: "text" })
  treatment!: RiskTreatment;

  /** What is done about it. */
  @Property({ type: "text" })
  plan: string = "";

  @Property({ type: "uuid", nullable: true })
  ownerId: string | null = null;

  @Property({ type: "datetime", nullable: true })
  closedAt: Date | null = null;

  @Property({ type: "uuid", nullable: true })
  createdBy: string | null = null;
}
