import { Entity, Property } from "@mikro-orm/decorators/legacy";
import { Row } from "../../../kernel/row.entity.js";
import type { Facts } from "../../../kernel/rules/truth.js";

/** An organisation held against the items that concern it. */
@Entity({ tableName: "compliance_assessment" })
export class Assessment extends Row {
  @Property({ type: "uuid" })
  organisationId!: string;

  @Property({ type: "uuid", nullable: true })
  createdBy: string | null = null;

  @Property({ type: "text" })
  name!: string;

  /** Of the scoping questionnaire. */
  @Property({ type: "json" })
  answers!: Facts;

  @Property({ type: "date", nullable: true })
  dueOn: string | null = null;
}
