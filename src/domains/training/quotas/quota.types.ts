import { Field, Float, InputType, Int, ObjectType } from "type-graphql";
import { DateTime } from "../../../graphql/scalars.js";

@ObjectType("OrganisationQuota", {
  simpleResolvers: true,
  description: "What an organisation may use, and how much of it is used.",
})
export class OrganisationQuotaType {
  @Field(() => String, { description: "Slug of the organisation." })
  organisation!: string;

  @Field(() => Int, { description: "Training runs that wait or train now." })
  activeRuns!: number;

  @Field(() => Int)
  activeRunsMax!: number;

  @Field(() => Float, {
    description:
      "Seconds of one core or one GPU since the month began (UTC), requested evaluations included; of runs that train, up to seconds ago.",
  })
  computeSecondsUsed!: number;

  @Field(() => Int, { nullable: true, description: "Null for as many as it likes." })
  computeSecondsMax!: number | null;

  @Field(() => Float, { description: "What the files of its own data sets take." })
  datasetMegabytesUsed!: number;

  @Field(() => Int)
  datasetMegabytesMax!: number;

  @Field(() => DateTime, { description: "When the next month begins, and compute seconds count anew." })
  resetsAt!: Date;

  @Field(() => Float, {
    description: "Its share of the workers while several organisations have runs waiting: 2 is twice as much as 1.",
  })
  shareWeight!: number;
}

@InputType("SetOrganisationQuotaInput", { description: "What is not given stays as it is." })
export class SetOrganisationQuotaInput {
  @Field(() => String, { description: "Slug of the organisation." })
  organisation!: string;

  @Field(() => Int, { nullable: true, description: "0 to 100000." })
  activeRunsMax?: number | null;

  @Field(() => Int, { nullable: true, description: "0 or more; null takes the limit away." })
  computeSecondsMax?: number | null;

  @Field(() => Int, { nullable: true, description: "0 or more." })
  datasetMegabytesMax?: number | null;

  @Field(() => Float, { nullable: true, description: "0.01 to 100." })
  shareWeight?: number | null;
}
