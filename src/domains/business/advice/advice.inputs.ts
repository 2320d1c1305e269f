import { Field, InputType, Int } from "type-graphql";
import { CustomerGroup, type AdviceProfile } from "./advice.specs.js";

@InputType("AdviceTeamMemberInput")
export class AdviceTeamInput {
  @Field(() => String, { description: "Slug of a talent role." })
  role!: string;

  @Field(() => Int, { description: "How many people have it; 0 for nobody." })
  people!: number;
}

@InputType("AdviceProfileInput", {
  description:
    "What is known of a client. What is left out is not known: it neither helps nor harms, and the advice says what it could change.",
})
export class AdviceProfileInput implements Partial<Record<keyof AdviceProfile, unknown>> {
  @Field(() => [AdviceTeamInput], { nullable: true, description: "A role that is not listed is not known." })
  team?: AdviceTeamInput[] | null;

  @Field(() => Boolean, { nullable: true, description: "Whether there are data that competitors cannot get." })
  ownData?: boolean | null;

  @Field(() => Boolean, { nullable: true, description: "Whether the rights to use the data are documented." })
  dataRights?: boolean | null;

  @Field(() => Int, { nullable: true, description: "For how many months the money lasts, at most 600." })
  runwayMonths?: number | null;

  @Field(() => Boolean, { nullable: true, description: "Whether accelerators for a year are owned or contracted." })
  computeSecured?: boolean | null;

  @Field(() => Boolean, { nullable: true, description: "Whether the team knows an industry from within." })
  industryExpertise?: boolean | null;

  @Field(() => [CustomerGroup], { nullable: true, description: "Whom the client can reach; empty for nobody." })
  customers?: CustomerGroup[] | null;

  @Field(() => Int, { nullable: true, description: "Clients that have agreed to a pilot." })
  pilotClients?: number | null;

  @Field(() => Int, { nullable: true, description: "People who follow the client's work already." })
  communityMembers?: number | null;

  @Field(() => Boolean, {
    nullable: true,
    description: "Whether its industry is specially regulated, as health and finance are.",
  })
  regulatedIndustry?: boolean | null;

  @Field(() => Boolean, { nullable: true, description: "Whether somebody on the team is responsible for compliance." })
  complianceOwner?: boolean | null;
}
