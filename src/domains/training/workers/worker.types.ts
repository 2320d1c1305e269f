import { ArgsType, Extensions, Field, Float, ID, InputType, Int, ObjectType, registerEnumType } from "type-graphql";
import { connectionOf, PageArgs } from "../../../graphql/connection.types.js";
import { PART_OF_ROW } from "../../../graphql/limits.js";
import { Node } from "../../../graphql/node.types.js";
import { DateTime } from "../../../graphql/scalars.js";
import { RunStatus } from "../runs/run-status.js";
import { WorkerStatus } from "./worker-status.js";

registerEnumType(WorkerStatus, {
  name: "WorkerStatus",
  description: "Where a worker stands.",
  valuesConfig: {
    STARTING: { description: "It opens its tensor backend." },
    READY: { description: "It takes runs." },
    DRAINING: { description: "It takes nothing new and has work left." },
    DRAINED: { description: "It takes nothing new and has nothing left." },
    LOST: { description: "It has been silent for three leases; its runs go on elsewhere." },
  },
});

@Extensions(PART_OF_ROW)
@ObjectType("PassedOverBackend", {
  simpleResolvers: true,
  description: "A better backend, and why a worker does not use it.",
})
export class PassedOverBackendType {
  @Field(() => String)
  name!: string;

  @Field(() => String)
  reason!: string;
}

@ObjectType("WorkerBackend", { simpleResolvers: true, description: "What a worker computes on." })
export class WorkerBackendType {
  @Field(() => String, { description: "tfjs-node-gpu, tfjs-node, wasm or cpu." })
  name!: string;

  @Field(() => String, { description: "Name of the GPU or the processor." })
  device!: string;

  @Field(() => Float)
  memoryBytes!: number;

  @Field(() => String, { nullable: true, description: "What to know before training on it." })
  warning!: string | null;

  @Field(() => [PassedOverBackendType])
  tried!: PassedOverBackendType[];
}

@Extensions(PART_OF_ROW)
@ObjectType("WorkerLabel", { simpleResolvers: true, description: "What an operator says of a worker." })
export class WorkerLabelType {
  @Field(() => String)
  name!: string;

  @Field(() => String)
  value!: string;
}

@Extensions(PART_OF_ROW)
@ObjectType("WorkerRun", {
  simpleResolvers: true,
  description: "A run that a worker trains now, of whatever organisation: as much of it as running a fleet needs.",
})
export class WorkerRunType {
  @Field(() => ID, { description: "Of the TrainingRun, which only its organisation can read." })
  id!: string;

  @Field(() => String, { description: "Slug of its organisation." })
  organisation!: string;

  @Field(() => String, { description: "Id of its recipe." })
  recipe!: string;

  @Field(() => RunStatus)
  status!: RunStatus;

  @Field(() => Int)
  attempt!: number;
}

@ObjectType("Worker", { implements: Node, simpleResolvers: true, description: "A process that trains." })
export class WorkerType extends Node {
  @Field(() => String)
  host!: string;

  @Field(() => Int)
  pid!: number;

  @Field(() => String, { description: "Of the product." })
  version!: string;

  @Field(() => WorkerStatus)
  status!: WorkerStatus;

  @Field(() => Boolean, { description: "Whether it trains runs that demand a GPU; false while it starts." })
  gpu!: boolean;

  @Field(() => Int, { description: "Of the machine's processor." })
  cores!: number;

  @Field(() => Float, { description: "Of the machine." })
  memoryBytes!: number;

  @Field(() => Int, { description: "Runs that it trains at once, at most." })
  concurrency!: number;

  @Field(() => [WorkerLabelType], { description: "GROUNDWORK_WORKER_LABELS, by name; at most 16." })
  labels!: WorkerLabelType[];

  @Field(() => WorkerBackendType, { nullable: true, description: "Null while it starts." })
  backend!: WorkerBackendType | null;

  @Field(() => Int, { description: "Runs that it trains now." })
  runCount!: number;

  @Field(() => [WorkerRunType], { description: "The runs that it trains now, oldest first; at most 64." })
  runs!: WorkerRunType[];

  @Field(() => DateTime, { nullable: true, description: "When it was told to drain." })
  drainRequestedAt!: string | null;

  @Field(() => DateTime)
  startedAt!: string;

  @Field(() => DateTime, { description: "When it was last seen." })
  heartbeatAt!: string;
}

export const WorkerConnection = connectionOf(() => WorkerType, "Worker");

@ObjectType("WorkersChange", { simpleResolvers: true, description: "What is new about the workers." })
export class WorkersChangeType {
  @Field(() => [WorkerType], {
    description: "Those that came or changed, as they are now; in the first message all of them, the oldest 100.",
  })
  workers!: WorkerType[];

  @Field(() => [ID], { description: "Ids of those that left." })
  gone!: string[];
}

@InputType("WorkerLabelFilter")
export class WorkerLabelFilter {
  @Field(() => String)
  name!: string;

  @Field(() => String, { nullable: true, description: "Any value when not given." })
  value?: string | null;
}

@InputType("WorkerFilter", { description: "All that are given must hold." })
export class WorkerFilter {
  @Field(() => [WorkerStatus], { nullable: true, description: "Any of these." })
  status?: WorkerStatus[] | null;

  @Field(() => Boolean, { nullable: true })
  gpu?: boolean | null;

  @Field(() => String, { nullable: true })
  host?: string | null;

  @Field(() => WorkerLabelFilter, { nullable: true })
  label?: WorkerLabelFilter | null;
}

@ArgsType()
export class WorkersArgs extends PageArgs {
  @Field(() => WorkerFilter, { nullable: true })
  filter?: WorkerFilter | null;
}
