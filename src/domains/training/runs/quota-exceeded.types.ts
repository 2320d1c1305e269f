import { Field, Int, ObjectType, registerEnumType } from "type-graphql";
import { Refusal } from "../../../graphql/refusal.types.js";
import { DateTime } from "../../../graphql/scalars.js";
import { QuotaKind } from "./run.refusals.js";

registerEnumType(QuotaKind, {
  name: "QuotaKind",
  description: "What an organisation has a limited amount of.",
  valuesConfig: {
    ACTIVE_RUNS: { description: "Training runs that wait or train at once." },
    COMPUTE_SECONDS: { description: "Seconds of one core or one GPU, in a calendar month (UTC)." },
    SWEEPS: { description: "Sweeps that are under way at once." },
    EVALUATIONS: { description: "Evaluations that were asked for and are under way at once." },
    DATASET_MEGABYTES: { description: "Megabytes that the files of its own data sets take." },
  },
});

@ObjectType("QuotaExceeded", {
  implements: Refusal,
  simpleResolvers: true,
  description: "The organisation has used what it may.",
})
export class QuotaExceededType extends Refusal {
  @Field(() => QuotaKind, { description: "What there is not enough of." })
  quota!: QuotaKind;

  @Field(() => Int)
  limit!: number;

  @Field(() => Int, { description: "Compute seconds are rounded up." })
  used!: number;

  @Field(() => DateTime, {
    nullable: true,
    description: "When there is room again; null where a run that ends makes room.",
  })
  resetsAt!: Date | null;
}
