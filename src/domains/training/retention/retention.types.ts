import { Field, Float, Int, ObjectType, registerEnumType } from "type-graphql";
import { connectionOf } from "../../../graphql/connection.types.js";
import { DateTime } from "../../../graphql/scalars.js";
import { RetentionClass } from "./retention-class.js";

registerEnumType(RetentionClass, {
  name: "RetentionClass",
  description: "What retention deletes of what is old enough.",
  valuesConfig: {
    METRIC_POINTS: { description: "Points of the metrics of ended runs; the newest value of each metric stays." },
    EVENTS: { description: "Metrics and log lines among the events of ended runs; all other events stay." },
    CHECKPOINTS: { description: "Checkpoints of ended runs, save the newest and the best of each." },
    IDEMPOTENCY_KEYS: { description: "Keys of launches: sent again, they launch anew." },
  },
});

@ObjectType("RetentionReport", {
  simpleResolvers: true,
  description: "What one pass of retention deleted. For administrators.",
})
export class RetentionReportType {
  @Field(() => RetentionClass)
  class!: RetentionClass;

  @Field(() => DateTime, { description: "Of runs that had ended, and of keys that were sent, before this moment." })
  deletedBefore!: string;

  @Field(() => Float, { description: "How many points, events, checkpoints or keys." })
  deleted!: number;

  @Field(() => Int, { description: "Of how many runs; 0 for keys." })
  runs!: number;

  @Field(() => Float, { nullable: true, description: "How many bytes the artifact store got back; null for rows." })
  bytes!: number | null;

  @Field(() => DateTime, { description: "When the pass began." })
  at!: string;
}

export const RetentionReportConnection = connectionOf(() => RetentionReportType, "RetentionReport");
