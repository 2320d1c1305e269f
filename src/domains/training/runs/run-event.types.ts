import { Field, Int, InterfaceType, ObjectType, registerEnumType } from "type-graphql";
import { DateTime } from "../../../graphql/scalars.js";
import { MetricValueType } from "./run.types.js";
import { RunStatus } from "./run-status.js";

export enum LogLevel {
  DEBUG = "DEBUG",
  INFO = "INFO",
  WARN = "WARN",
  ERROR = "ERROR",
}
registerEnumType(LogLevel, { name: "LogLevel" });

@InterfaceType("TrainingRunEvent", {
  description: "Something that happened to a run.",
  resolveType: (event: { kind: string }) => event.kind,
})
export abstract class RunEventType {
  @Field(() => Int, { description: "Counts a run's events from 1, without gaps." })
  seq!: number;

  @Field(() => DateTime)
  at!: string;
}

@ObjectType("StatusChanged", { implements: RunEventType, simpleResolvers: true })
export class StatusChangedType extends RunEventType {
  @Field(() => RunStatus)
  status!: RunStatus;

  @Field(() => RunStatus, { nullable: true, description: "Null at the launch." })
  previous!: RunStatus | null;

  @Field(() => String, { nullable: true })
  reason!: string | null;
}

@ObjectType("MetricsLogged", { implements: RunEventType, simpleResolvers: true })
export class MetricsLoggedType extends RunEventType {
  @Field(() => Int)
  step!: number;

  @Field(() => Int, { description: "Counts from 1." })
  epoch!: number;

  @Field(() => [MetricValueType], { description: "Means since the last such event; val_… are of the validation part." })
  metrics!: MetricValueType[];
}

@ObjectType("SampleProduced", {
  implements: RunEventType,
  simpleResolvers: true,
  description: "A picture or text worth looking at.",
})
export class SampleProducedType extends RunEventType {
  @Field(() => Int)
  step!: number;

  @Field(() => String)
  name!: string;

  @Field(() => String)
  mediaType!: string;

  artifactId!: string;
}

@ObjectType("LogLine", { implements: RunEventType, simpleResolvers: true })
export class LogLineType extends RunEventType {
  @Field(() => Int)
  step!: number;

  @Field(() => LogLevel)
  level!: LogLevel;

  @Field(() => String)
  message!: string;
}

@ObjectType("EvaluationCompleted", {
  implements: RunEventType,
  simpleResolvers: true,
  description: "The trained model was judged on the test part.",
})
export class EvaluationCompletedType extends RunEventType {
  evaluationId!: string;
}
