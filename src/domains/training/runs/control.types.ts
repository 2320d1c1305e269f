import { createUnionType, Field, InputType, Int } from "type-graphql";
import { JsonObject } from "../../../graphql/scalars.js";
import { QuotaExceededType } from "./quota-exceeded.types.js";
import { RunType } from "./run.types.js";

@InputType("RetryTrainingRunInput")
export class RetryRunInput {
  @Field(() => Int, { nullable: true, description: "Step of the checkpoint to begin at." })
  checkpoint?: number | null;

  @Field(() => Boolean, { nullable: true, description: "Begin at the newest checkpoint rather than at the start." })
  fromNewestCheckpoint?: boolean | null;

  @Field(() => String, { nullable: true, description: "The run's own when not given." })
  name?: string | null;

  @Field(() => String, {
    nullable: true,
    description: "Sending the same key and input again answers with the same run.",
  })
  idempotencyKey?: string | null;
}

@InputType("ForkTrainingRunInput")
export class ForkRunInput {
  @Field(() => Int, { nullable: true, description: "Step of the checkpoint to begin at; the newest when not given." })
  checkpoint?: number | null;

  @Field(() => JsonObject, { nullable: true, description: "What is given replaces the origin's; the rest stays." })
  parameters?: Record<string, unknown> | null;

  @Field(() => String, { nullable: true, description: "Made of the origin's when not given." })
  name?: string | null;

  @Field(() => String, {
    nullable: true,
    description: "Sending the same key and input again answers with the same run.",
  })
  idempotencyKey?: string | null;
}

export const ResumeResult = createUnionType({
  name: "ResumeTrainingRunResult",
  types: () => [RunType, QuotaExceededType] as const,
  resolveType: (value) => (value as unknown as { __typename: string }).__typename,
});
