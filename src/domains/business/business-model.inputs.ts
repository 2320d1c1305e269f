import { Field, ID, InputType, Int } from "type-graphql";
import { LocalizedTextInput } from "../../graphql/localized-text.types.js";
import type { ContentChange } from "../content/content.service.js";
import { EXPECTED_REVISION, SLUG } from "../content/content.types.js";
import type { BusinessModelContent, BusinessModelContentInput } from "./business.specs.js";

@InputType("BusinessModelCanvasInput", { description: "All nine blocks of the canvas; a block may be empty." })
export class BusinessModelCanvasInput implements Record<keyof BusinessModelContent["canvas"], LocalizedTextInput[]> {
  @Field(() => [LocalizedTextInput])
  customerSegments!: LocalizedTextInput[];

  @Field(() => [LocalizedTextInput])
  valuePropositions!: LocalizedTextInput[];

  @Field(() => [LocalizedTextInput])
  channels!: LocalizedTextInput[];

  @Field(() => [LocalizedTextInput])
  customerRelationships!: LocalizedTextInput[];

  @Field(() => [LocalizedTextInput])
  revenueStreams!: LocalizedTextInput[];

  @Field(() => [LocalizedTextInput])
  keyResources!: LocalizedTextInput[];

  @Field(() => [LocalizedTextInput])
  keyActivities!: LocalizedTextInput[];

  @Field(() => [LocalizedTextInput])
  keyPartners!: LocalizedTextInput[];

  @Field(() => [LocalizedTextInput])
  costStructure!: LocalizedTextInput[];
}

/** What an editor says of a business model; a change may leave out what creation needs. */
function businessModelFields(required: boolean) {
  @InputType()
  class BusinessModelFields implements BusinessModelContentInput {
    @Field(() => LocalizedTextInput, { nullable: !required })
    name!: LocalizedTextInput;

    @Field(() => LocalizedTextInput, { nullable: !required })
    summary!: LocalizedTextInput;

    @Field(() => LocalizedTextInput, { nullable: !required })
    howItEarns!: LocalizedTextInput;

    @Field(() => BusinessModelCanvasInput, { nullable: !required })
    canvas!: BusinessModelCanvasInput;

    @Field(() => [LocalizedTextInput], { nullable: true })
    revenueDrivers?: LocalizedTextInput[];

    @Field(() => [LocalizedTextInput], { nullable: true })
    costDrivers?: LocalizedTextInput[];

    @Field(() => [LocalizedTextInput], { nullable: true })
    risks?: LocalizedTextInput[];

    @Field(() => [String], { nullable: true, description: "Slugs of talent roles, the most important first." })
    talentRoles?: string[];

    @Field(() => [String], { nullable: true, description: "Slugs of checklists." })
    checklists?: string[];
  }
  return BusinessModelFields;
}

@InputType("CreateBusinessModelInput")
export class CreateBusinessModelInput extends businessModelFields(true) {
  @Field(() => String, { description: SLUG })
  slug!: string;
}

@InputType("UpdateBusinessModelInput", { description: "What is not given stays as it is." })
export class UpdateBusinessModelInput extends businessModelFields(false) implements ContentChange {
  @Field(() => ID)
  id!: string;

  @Field(() => Int, { nullable: true, description: EXPECTED_REVISION })
  expectedRevision?: number | null;
}
