import { Field, Float, Int, ObjectType } from "type-graphql";
import { connectionOf } from "../../../graphql/connection.types.js";
import { Node } from "../../../graphql/node.types.js";
import { DateTime } from "../../../graphql/scalars.js";

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

@ObjectType("Worker", { implements: Node, simpleResolvers: true, description: "A process that trains." })
export class WorkerType extends Node {
  @Field(() => String)
  host!: string;

  @Field(() => Int)
  pid!: number;

  @Field(() => WorkerBackendType, { nullable: true, description: "Null while it starts." })
  backend!: WorkerBackendType | null;

  @Field(() => DateTime)
  startedAt!: string;

  @Field(() => DateTime, { description: "When it was last seen." })
  heartbeatAt!: string;
}

export const WorkerConnection = connectionOf(() => WorkerType, "Worker");
