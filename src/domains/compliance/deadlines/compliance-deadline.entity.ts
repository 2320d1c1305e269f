import { Entity, Property } from "@mikro-orm/decorators/legacy";
import { Conflict } from "../../../kernel/errors.js";
import { Row } from "../../../kernel/row.entity.js";

/** A duty whose period runs: something has happened, and has to be reported, filed or answered. */
@Entity({ tableName: "compliance_deadline" })
export class ComplianceDeadline extends Row {
  @Property({ type: "uuid" })
  organisationId!: string;

  @Property({ type: "uuid" })
  assessmentId!: string;

  @Property({ type: "uuid", nullable: true })
  assessmentItemId: string | null = null;

  /** Slug in the catalogue of duties. */
  @Property({ type: "text" })
  duty!: string;

  @Property({ type: "text" })
  note: string = "";

  @Property({ type: "datetime" })
  startedAt!: Date;

  @Property({ type: "datetime" })
  dueAt!: Date;

  /** Whether the calendar of working days lacks a year on the way. */
  @Property({ type: "boolean" })
  approximate!: boolean;

  /** 0 until reminded, 1 once half of the period had gone, 2 once it was over. */
  @Property({ type: "integer" })
  reminded: number = 0;

  @Property({ type: "datetime", nullable: true })
  metAt: Date | null = null;

  @Property({ type: "uuid", nullable: true })
  metBy: string | null = null;

  @Property({ type: "uuid", nullable: true })
  createdBy: string | null = null;

  meet(by: string): void {
    if (this.metAt) throw new Conflict("The deadline was met before.");
    Object.assign(this, { metAt: new Date(), metBy: by });
  }
}
