import { Extensions, Field, Float, Int, ObjectType, registerEnumType } from "type-graphql";
import { rowsAbout } from "../../../graphql/limits.js";
import { MoneyType } from "../../../graphql/money.types.js";

export enum ComputeDevice {
  CPU = "CPU",
  GPU = "GPU",
}
registerEnumType(ComputeDevice, { name: "ComputeDevice", description: "What a training process holds." });

@ObjectType("CostAssumption", {
  simpleResolvers: true,
  description: "What a run's cost was computed with: what was in force on the worker at that time.",
})
export class CostAssumptionType {
  @Field(() => ComputeDevice)
  device!: ComputeDevice;

  @Field(() => Int, { description: "What a busy core or GPU draws." })
  wattsPerUnit!: number;

  @Field(() => String, { nullable: true, description: "Decimal, for a core or a GPU; null where none is set." })
  pricePerUnitHour!: string | null;

  @Field(() => String, { description: "ISO 4217." })
  currency!: string;

  @Field(() => Float, { nullable: true, description: "Training examples, on average; null where the recipe has none." })
  samplesPerStep!: number | null;

  @Field(() => Float, {
    nullable: true,
    description: "Estimated from the network's shapes; null where nothing is known.",
  })
  flopsPerStep!: number | null;
}

@ObjectType("EvaluationCost", {
  simpleResolvers: true,
  description:
    "What evaluations of a run have used, those that could not be finished included; counted when each has ended.",
})
export class EvaluationCostType {
  @Field(() => Float, { description: "Seconds of one core or one GPU: two cores for one second are two." })
  computeSeconds!: number;

  @Field(() => Float, { description: "Those of them on a GPU." })
  gpuSeconds!: number;

  @Field(() => Float, { description: "Estimated: compute seconds times what a busy core or GPU draws." })
  energyWattHours!: number;

  @Field(() => MoneyType, {
    nullable: true,
    description: "Null when no price was set, or when the currency was changed, between them.",
  })
  money!: MoneyType | null;
}

@ObjectType("TrainingRunCost", {
  simpleResolvers: true,
  description:
    "What the training of a run has used over all its attempts, while it trains within seconds of now. Waiting and pauses cost nothing; steps repeated after a crash do.",
})
export class RunCostType {
  @Field(() => Float, { description: "Seconds of one core or one GPU: two cores for one second are two." })
  computeSeconds!: number;

  @Field(() => Float, { description: "Those of them on a GPU." })
  gpuSeconds!: number;

  @Field(() => Float, {
    nullable: true,
    description: "Training examples a second, start-up and validation included; null where the recipe has none.",
  })
  samplesPerSecond!: number | null;

  @Field(() => Float, {
    nullable: true,
    description: "Floating-point operations of the training steps, estimated; null where the recipe has no estimate.",
  })
  flops!: number | null;

  @Field(() => Float, { description: "Estimated: compute seconds times what a busy core or GPU draws." })
  energyWattHours!: number;

  @Field(() => MoneyType, {
    nullable: true,
    description: "Null when no price was set, or when the currency was changed, while it trained.",
  })
  money!: MoneyType | null;

  @Extensions(rowsAbout(1))
  @Field(() => [CostAssumptionType], { description: "At most 10." })
  assumptions!: CostAssumptionType[];

  @Field(() => EvaluationCostType, {
    nullable: true,
    description:
      "What evaluateTrainingRun has used for this run, which is in none of the other figures; null where it was not asked for.",
  })
  evaluations!: EvaluationCostType | null;
}
