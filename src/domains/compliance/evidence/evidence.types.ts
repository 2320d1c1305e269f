import { createUnionType, Field, Float, ID, Int, ObjectType, registerEnumType } from "type-graphql";
import { connectionOf } from "../../../graphql/connection.types.js";
import { Node } from "../../../graphql/node.types.js";
import { CalendarDate, DateTime, JsonObject } from "../../../graphql/scalars.js";
import { AuthorType } from "../../accounts/accounts.types.js";
import { AssessmentItemType, AssessmentType, SecondPersonNeededType } from "../assessments/assessment.types.js";
import { CheckComparison, CheckState } from "../checks/check.specs.js";
import { EvidenceDecision, EvidenceKind, EvidenceStatus } from "./evidence.specs.js";

registerEnumType(EvidenceKind, { name: "ComplianceEvidenceKind" });
registerEnumType(EvidenceStatus, {
  name: "ComplianceEvidenceStatus",
  valuesConfig: {
    REQUESTED: { description: "Asked for; nothing was handed in yet." },
    RECEIVED: { description: "Handed in; waits for a second person." },
    EXPIRED: { description: "Its last day is over; what was signed off on it has opened again." },
  },
});
registerEnumType(EvidenceDecision, { name: "ComplianceEvidenceDecision" });
registerEnumType(CheckComparison, {
  name: "CheckComparison",
  description: "How a figure is compared with the threshold.",
});
registerEnumType(CheckState, {
  name: "ComplianceCheckState",
  description: "What the newest run that tells says.",
  valuesConfig: { UNKNOWN: { description: "No run tells that has finished in time." } },
});

@ObjectType("ComplianceEvidence", {
  implements: Node,
  simpleResolvers: true,
  description: "What shows that an item is met.",
})
export class EvidenceType extends Node {
  @Field(() => AssessmentType)
  assessment!: AssessmentType;

  @Field(() => AssessmentItemType)
  item!: AssessmentItemType;

  @Field(() => EvidenceKind, { nullable: true, description: "Null while it is requested." })
  kind!: EvidenceKind | null;

  @Field(() => EvidenceStatus)
  status!: EvidenceStatus;

  @Field(() => String)
  title!: string;

  @Field(() => String)
  note!: string;

  @Field(() => String, { nullable: true, description: "Of a LINK." })
  url!: string | null;

  @Field(() => ID, { nullable: true, description: "Of a TRAINING_RUN; null once the run is deleted. The facts stay." })
  runId!: string | null;

  @Field(() => JsonObject, {
    nullable: true,
    description:
      "Of a TRAINING_RUN, as it was when handed in: data with their hash, seed, parameters, figures with fairness and robustness, compute, energy, FLOPs.",
  })
  facts!: object | null;

  @Field(() => String, { nullable: true, description: "Of a FILE, as its sender calls it." })
  fileName!: string | null;

  @Field(() => String, { nullable: true, description: "Of a FILE, by its content." })
  mediaType!: string | null;

  @Field(() => Float, { nullable: true, description: "Of a FILE, in bytes." })
  size!: number | null;

  @Field(() => String, { nullable: true, description: "SHA-256 of the file or of the facts, in hexadecimal." })
  sha256!: string | null;

  @Field(() => Int, { description: "Counts what was handed in; 0 while nothing was." })
  revision!: number;

  @Field(() => CalendarDate, {
    nullable: true,
    description: "From when on it holds; of a run the day on which it finished, unless told otherwise.",
  })
  effectiveOn!: string | null;

  @Field(() => DateTime, { nullable: true })
  receivedAt!: string | null;

  @Field(() => CalendarDate, { nullable: true, description: "Its last day." })
  expiresOn!: string | null;

  @Field(() => AuthorType, { nullable: true })
  createdBy!: AuthorType | null;

  @Field(() => AuthorType, { nullable: true })
  submittedBy!: AuthorType | null;

  @Field(() => AuthorType, { nullable: true })
  reviewedBy!: AuthorType | null;

  @Field(() => DateTime, { nullable: true })
  reviewedAt!: string | null;

  @Field(() => String, { nullable: true })
  reviewComment!: string | null;
}

@ObjectType("ComplianceCheck", {
  implements: Node,
  simpleResolvers: true,
  description: "A condition on training runs, held against each as it finishes.",
})
export class CheckType extends Node {
  @Field(() => AssessmentType)
  assessment!: AssessmentType;

  @Field(() => AssessmentItemType)
  item!: AssessmentItemType;

  @Field(() => String, { nullable: true, description: "Runs on this data set alone; null for any." })
  dataset!: string | null;

  @Field(() => String, { nullable: true, description: "Runs of this recipe alone; null for any." })
  recipe!: string | null;

  @Field(() => String, {
    description: "Name of a figure of the evaluation at a run's end, e.g. fairness.opportunityGap.",
  })
  figure!: string;

  @Field(() => CheckComparison)
  comparison!: CheckComparison;

  @Field(() => Float)
  threshold!: number;

  @Field(() => Int, { description: "A run counts for so many days after its end." })
  withinDays!: number;

  @Field(() => CheckState)
  state!: CheckState;

  @Field(() => Float, { nullable: true, description: "The figure of the newest run that tells." })
  value!: number | null;

  @Field(() => ID, { nullable: true, description: "That run." })
  runId!: string | null;

  @Field(() => DateTime, { nullable: true })
  withdrawnAt!: string | null;

  @Field(() => AuthorType, { nullable: true })
  createdBy!: AuthorType | null;
}

export const ReviewEvidenceResult = createUnionType({
  name: "ReviewComplianceEvidenceResult",
  types: () => [EvidenceType, SecondPersonNeededType] as const,
  resolveType: (value) => (value as unknown as { __typename: string }).__typename,
});

export const EvidenceConnection = connectionOf(() => EvidenceType, "ComplianceEvidence");
export const CheckConnection = connectionOf(() => CheckType, "ComplianceCheck");
