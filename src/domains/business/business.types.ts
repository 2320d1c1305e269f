import { ArgsType, Extensions, Field, InputType, ObjectType } from "type-graphql";
import { connectionOf, PageArgs } from "../../graphql/connection.types.js";
import { PART_OF_ROW, rowsAbout } from "../../graphql/limits.js";
import { LocalizedText } from "../../graphql/localized-text.types.js";
import { Node } from "../../graphql/node.types.js";
import { PublicationStatus } from "../content/content.specs.js";
import { ContentType, ReviewedContentType } from "../content/content.types.js";
import type { BusinessModelContent, ChallengeAreaContent } from "./business.specs.js";
import type { BusinessModelCriteria } from "./business.views.js";

@Extensions(PART_OF_ROW)
@ObjectType("BusinessModelCanvas", {
  simpleResolvers: true,
  description: "The nine blocks of the Business Model Canvas (Osterwalder and Pigneur, 2010).",
})
export class BusinessModelCanvasType implements Record<keyof BusinessModelContent["canvas"], LocalizedText[]> {
  @Field(() => [LocalizedText])
  customerSegments!: LocalizedText[];

  @Field(() => [LocalizedText])
  valuePropositions!: LocalizedText[];

  @Field(() => [LocalizedText])
  channels!: LocalizedText[];

  @Field(() => [LocalizedText])
  customerRelationships!: LocalizedText[];

  @Field(() => [LocalizedText])
  revenueStreams!: LocalizedText[];

  @Field(() => [LocalizedText])
  keyResources!: LocalizedText[];

  @Field(() => [LocalizedText])
  keyActivities!: LocalizedText[];

  @Field(() => [LocalizedText])
  keyPartners!: LocalizedText[];

  @Field(() => [LocalizedText])
  costStructure!: LocalizedText[];
}

@ObjectType("TalentRole", {
  implements: [Node, ContentType],
  simpleResolvers: true,
  description: "A role that a start-up has to fill.",
})
export class TalentRoleType extends ContentType {
  @Field(() => LocalizedText)
  name!: LocalizedText;

  @Field(() => LocalizedText)
  summary!: LocalizedText;

  @Field(() => [LocalizedText])
  responsibilities!: LocalizedText[];

  @Field(() => [LocalizedText])
  skills!: LocalizedText[];
}

@ObjectType("BusinessModel", {
  implements: [Node, ContentType, ReviewedContentType],
  simpleResolvers: true,
  description: "One way for a start-up to earn money with large models.",
})
export class BusinessModelType extends ReviewedContentType {
  @Field(() => LocalizedText)
  name!: LocalizedText;

  @Field(() => LocalizedText)
  summary!: LocalizedText;

  @Field(() => LocalizedText)
  howItEarns!: LocalizedText;

  @Field(() => BusinessModelCanvasType)
  canvas!: BusinessModelCanvasType;

  @Field(() => [LocalizedText], { description: "What makes income grow." })
  revenueDrivers!: LocalizedText[];

  @Field(() => [LocalizedText], { description: "What makes costs grow." })
  costDrivers!: LocalizedText[];

  @Field(() => [LocalizedText])
  risks!: LocalizedText[];

  @Extensions(rowsAbout(6))
  @Field(() => [TalentRoleType], { description: "Whom it needs, the most important first; at most 50." })
  talentRoles!: TalentRoleType[];

  @Field(() => [String], { description: "Slugs of the checklists that apply to it." })
  checklists!: string[];
}

@Extensions(PART_OF_ROW)
@ObjectType("Challenge", { simpleResolvers: true, description: "A difficulty, and what is done about it." })
export class ChallengeType {
  @Field(() => LocalizedText)
  title!: LocalizedText;

  @Field(() => LocalizedText)
  measure!: LocalizedText;
}

@ObjectType("ChallengeAreaLinks", { simpleResolvers: true, description: "The content that helps, by slug." })
export class ChallengeAreaLinksType implements Record<keyof ChallengeAreaContent["links"], string[]> {
  @Field(() => [String])
  questions!: string[];

  @Field(() => [String])
  businessModels!: string[];

  @Field(() => [String])
  checklists!: string[];

  @Field(() => [String])
  talentRoles!: string[];
}

@ObjectType("ChallengeArea", {
  implements: [Node, ContentType],
  simpleResolvers: true,
  description: "A field of difficulties with a measure for each.",
})
export class ChallengeAreaType extends ContentType {
  @Field(() => LocalizedText)
  name!: LocalizedText;

  @Field(() => LocalizedText)
  summary!: LocalizedText;

  @Field(() => [ChallengeType])
  challenges!: ChallengeType[];

  @Field(() => ChallengeAreaLinksType)
  links!: ChallengeAreaLinksType;
}

export const BusinessModelConnection = connectionOf(() => BusinessModelType, "BusinessModel");
export const TalentRoleConnection = connectionOf(() => TalentRoleType, "TalentRole");
export const ChallengeAreaConnection = connectionOf(() => ChallengeAreaType, "ChallengeArea");

@InputType("BusinessModelFilter", { description: "All that are given must hold." })
export class BusinessModelFilter implements BusinessModelCriteria {
  @Field(() => String, { nullable: true, description: "Part of the name, in either language." })
  name?: string | null;

  @Field(() => String, { nullable: true, description: "Slug of a talent role that it needs." })
  talentRole?: string | null;

  @Field(() => String, { nullable: true, description: "Slug of a checklist that applies to it." })
  checklist?: string | null;

  @Field(() => PublicationStatus, {
    nullable: true,
    description: "Only administrators see others than published ones; archived ones are listed only when asked for.",
  })
  status?: PublicationStatus | null;
}

@ArgsType()
export class BusinessModelsArgs extends PageArgs {
  @Field(() => BusinessModelFilter, { nullable: true })
  filter?: BusinessModelFilter | null;
}
