import { Entity, Property } from "@mikro-orm/decorators/legacy";
import { Conflict } from "../../../kernel/errors.js";
import { Row } from "../../../kernel/row.entity.js";
import { EvidenceKind, EvidenceStatus } from "./evidence.specs.js";

/** What is handed in: an address, a file, or a training run with what it was at that time. */
export interface Submitted {
  kind: EvidenceKind;
  url: string | null;
  runId: string | null;
  facts: object | null;
  fileId: string | null;
  fileName: string | null;
  mediaType: string | null;
  /** In bytes. */
  size: number | null;
  sha256: string | null;
  effectiveOn: string | null;
  expiresOn: string | null;
}

/**
 * What shows that an item is met. REQUESTED until it is handed in, RECEIVED until a second person accepts or rejects it, EXPIRED after its
 * last day; handed in anew it is a further revision. Each revision as it was stands in the log.
 */
@Entity({ tableName: "compliance_evidence" })
export class Evidence extends Row implements Omit<Submitted, "kind"> {
  @Property({ type: "uuid" })
  organisationId!: string;

  @Property({ type: "uuid" })
  assessmentId!: string;

  @Property({ type: "uuid" })
  assessmentItemId!: string;

  @Property({ type: "text", nullable: true })
  kind: EvidenceKind | null = null;

  @Property({ type: "text" })
  status: EvidenceStatus = EvidenceStatus.REQUESTED;

  @Property({ type: "text" })
  title!: string;

  @Property({ type: "text" })
  note: string = "";

  @Property({ type: "text", nullable: true })
  url: string | null = null;

  @Property({ type: "uuid", nullable: true })
  runId: string | null = null;

  @Property({ type: "json", nullable: true })
  facts: object | null = null;

  /** Of a file in the store. */
  @Property({ type: "uuid", nullable: true })
  fileId: string | null = null;

  @Property({ type: "text", nullable: true })
  fileName: string | null = null;

  @Property({ type: "text", nullable: true })
  mediaType: string | null = null;

  @Property({ type: "bigint", nullable: true })
  size: number | null = null;

  /** Of a file, or of the facts of a run, in hexadecimal. */
  @Property({ type: "text", nullable: true })
  sha256: string | null = null;

  /** Counts what was handed in; 0 while nothing was. */
  @Property({ type: "integer" })
  revision: number = 0;

  @Property({ type: "date", nullable: true })
  effectiveOn: string | null = null;

  @Property({ type: "datetime", nullable: true })
  receivedAt: Date | null = null;

  /** Its last day. */
  @Property({ type: "date", nullable: true })
  expiresOn: string | null = null;

  @Property({ type: "uuid", nullable: true })
  createdBy: string | null = null;

  @Property({ type: "uuid", nullable: true })
  submittedBy: string | null = null;

  @Property({ type: "uuid", nullable: true })
  reviewedBy: string | null = null;

  @Property({ type: "datetime", nullable: true })
  reviewedAt: Date | null = null;

  @Property({ type: "text", nullable: true })
  reviewComment: string | null = null;

  receive(by: string, submitted: Submitted): void {
    Object.assign(this, submitted, { status: EvidenceStatus.RECEIVED, submittedBy: by, receivedAt: new Date() });
    Object.assign(this, { reviewedBy: null, reviewedAt: null, reviewComment: null });
    this.revision += 1;
  }

  /** By a second person: the caller has seen to that. */
  review(by: string, status: EvidenceStatus.ACCEPTED | EvidenceStatus.REJECTED, comment: string | null): void {
    if (this.status !== EvidenceStatus.RECEIVED) throw new Conflict(`The evidence is ${this.status}, not RECEIVED.`);
    Object.assign(this, { status, reviewedBy: by, reviewedAt: new Date(), reviewComment: comment });
  }
}
