import { Field, Int, InterfaceType, ObjectType, registerEnumType } from "type-graphql";
import { DateTime } from "../../../graphql/scalars.js";
import { MetricValueType } from "./metric.types.js";
import { RunStatus } from "./run-status.js";
import { RunWarningCode } from "./run-warnings.js";

export enum LogLevel {
  DEBUG = "DEBUG",
  INFO = "INFO",
  WARN = "WARN",
  ERROR = "ERROR",
}
registerEnumType(LogLevel, { name: "LogLevel", description: "How much a line matters, the least first." });
registerEnumType(RunWarningCode, {
  name: "TrainingRunWarningCode",
  description: "What a run may be warned of while it goes on.",
  valuesConfig: {
    DEAD_GRADIENTS: { description: "Layers get no gradient any more, or most of their units are silent." },
    EXPLODING_GRADIENTS: { description: "The gradient has grown tenfold, or the loss has, above where it began." },
    NO_PROGRESS: { description: "The loss does not move, high above what learning would make of it." },
    OVER_FITTING: { description: "The validation loss has left its best for epochs, while the training loss falls." },
  },
});

@InterfaceType("TrainingRunEvent", {
  description: "Something that happened to a run.",
  resolveType: (event: { kind: string }) => event.kind,
})
export abstract class RunEventType {
  @Field(() => Int, { description: "Counts a run's events from 1, without gaps; an EventsDeleted counts for several." })
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

  actor!: string | null;
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

@ObjectType("CheckpointSaved", {
  implements: RunEventType,
  simpleResolvers: true,
  description: "What came before need not be repeated, whatever happens.",
})
export class CheckpointSavedType extends RunEventType {
  @Field(() => Int, { description: "Steps done." })
  step!: number;

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

@ObjectType("EventsDeleted", {
  implements: RunEventType,
  simpleResolvers: true,
  description:
    "Metrics and log lines that were deleted for their age: it stands for the events from firstSeq up to its own number.",
})
export class EventsDeletedType extends RunEventType {
  @Field(() => Int)
  firstSeq!: number;
}

@ObjectType("WarningRaised", {
  implements: RunEventType,
  simpleResolvers: true,
  description: "Something a person who watches the curves would point out. Each episode is told once; the run goes on.",
})
export class WarningRaisedType extends RunEventType {
  @Field(() => Int, { description: "Steps done." })
  step!: number;

  @Field(() => RunWarningCode)
  code!: RunWarningCode;

  @Field(() => String, { description: "What was seen, with figures." })
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
