import type { GraphQLResolveInfo } from "graphql";
import { Arg, Args, Ctx, FieldResolver, ID, Info, Mutation, Query, Resolver, Root } from "type-graphql";
import type { Context } from "../../../context.js";
import { rowId } from "../../../kernel/ids.js";
import {
  DefineCheckInput,
  OfItemArgs,
  RequestEvidenceInput,
  ReviewEvidenceInput,
  SubmitEvidenceInput,
} from "./evidence.inputs.js";
import {
  CheckConnection,
  CheckType,
  EvidenceConnection,
  EvidenceType,
  ReviewEvidenceResult,
} from "./evidence.types.js";

const EVIDENCE = "ComplianceEvidence";
const CHECK = "ComplianceCheck";

@Resolver(() => EvidenceType)
export class EvidenceResolver {
  @Query(() => EvidenceConnection, { description: "The evidence for an item, the newest first." })
  complianceEvidence(
    @Args(() => OfItemArgs) { itemId, ...page }: OfItemArgs,
    @Ctx() { viewer, evidenceReading }: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    return evidenceReading.evidence(viewer, rowId("AssessmentItem", itemId), page, info);
  }

  @Query(() => CheckConnection, {
    description: "The conditions that an item sets for training runs, the newest first.",
  })
  complianceChecks(
    @Args(() => OfItemArgs) { itemId, ...page }: OfItemArgs,
    @Ctx() { viewer, evidenceReading }: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    return evidenceReading.checks(viewer, rowId("AssessmentItem", itemId), page, info);
  }

  @Mutation(() => EvidenceType, { description: "Asks for evidence for an item." })
  async requestComplianceEvidence(
    @Arg("input", () => RequestEvidenceInput) { itemId, ...input }: RequestEvidenceInput,
    @Ctx() { viewer, complianceEvidence, evidenceReading }: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    const id = await complianceEvidence.request(viewer, { ...input, itemId: rowId("AssessmentItem", itemId) });
    return evidenceReading.find(viewer, EVIDENCE, id, info);
  }

  @Mutation(() => EvidenceType, {
    description: "Hands in what was asked for: a link, a file, or a training run with its facts as they are now.",
  })
  async submitComplianceEvidence(
    @Arg("id", () => ID) id: string,
    @Arg("input", () => SubmitEvidenceInput) { runId, ...input }: SubmitEvidenceInput,
    @Ctx() { viewer, complianceEvidence, evidenceReading }: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    const run = runId && rowId("TrainingRun", runId);
    await complianceEvidence.submit(viewer, rowId(EVIDENCE, id), { ...input, runId: run });
    return evidenceReading.find(viewer, EVIDENCE, rowId(EVIDENCE, id), info);
  }

  @Mutation(() => ReviewEvidenceResult, {
    description: "Accepts or rejects evidence. For owners and consultants, and never for whoever handed it in.",
  })
  async reviewComplianceEvidence(
    @Arg("id", () => ID) id: string,
    @Arg("input", () => ReviewEvidenceInput) input: ReviewEvidenceInput,
    @Ctx() { viewer, complianceEvidence, evidenceReading }: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    const refusal = await complianceEvidence.review(viewer, rowId(EVIDENCE, id), input);
    return refusal ?? evidenceReading.find(viewer, EVIDENCE, rowId(EVIDENCE, id), info);
  }

  @Mutation(() => CheckType, {
    description:
      "Sets a condition on training runs; each run is held against it as it succeeds, and assessmentChanged tells.",
  })
  async defineComplianceCheck(
    @Arg("input", () => DefineCheckInput) { itemId, idempotencyKey, ...condition }: DefineCheckInput,
    @Ctx() { viewer, complianceChecks, evidenceReading }: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    const id = await complianceChecks.define(viewer, rowId("AssessmentItem", itemId), condition, idempotencyKey);
    return evidenceReading.find(viewer, CHECK, id, info);
  }

  @Mutation(() => CheckType, { description: "Ends a condition; what runs have said to it stays." })
  async withdrawComplianceCheck(
    @Arg("id", () => ID) id: string,
    @Ctx() { viewer, complianceChecks, evidenceReading }: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    await complianceChecks.withdraw(viewer, rowId(CHECK, id));
    return evidenceReading.find(viewer, CHECK, rowId(CHECK, id), info);
  }

  @FieldResolver(() => String, {
    description: "Path on this API to download a FILE from, without a token, for 15 minutes.",
  })
  download(@Root() { _id }: { _id: string }, @Ctx() { evidenceFiles }: Context) {
    return evidenceFiles.addressOf(_id);
  }
}
