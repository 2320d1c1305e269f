import { ArgsType, Extensions, Field, InputType, Int, ObjectType, registerEnumType } from "type-graphql";
import { connectionOf, PageArgs } from "../../graphql/connection.types.js";
import { PART_OF_ROW, rowsAbout } from "../../graphql/limits.js";
import { LocalizedText } from "../../graphql/localized-text.types.js";
import { Node } from "../../graphql/node.types.js";
import { CalendarDate } from "../../graphql/scalars.js";
import { Confidence, PublicationStatus } from "../content/content.specs.js";
import { CitationType, ContentType, ReviewedContentType } from "../content/content.types.js";
import { FrameworkKind, Jurisdiction, Severity } from "./compliance.specs.js";
import type { ChecklistCriteria, FrameworkCriteria } from "./compliance.views.js";

registerEnumType(Jurisdiction, { name: "Jurisdiction", description: "Where a framework holds." });
registerEnumType(FrameworkKind, { name: "FrameworkKind", description: "How a framework binds." });
registerEnumType(Severity, { name: "Severity", description: "What it would mean not to meet an item." });

@Extensions(PART_OF_ROW)
@ObjectType("Milestone", {
  simpleResolvers: true,
  description: "A date on which something changes for those who are bound.",
})
export class MilestoneType {
  @Field(() => CalendarDate)
  date!: string;

  @Field(() => LocalizedText)
  text!: LocalizedText;

  @Field(() => Confidence)
  confidence!: Confidence;

  @Field(() => String)
  source!: string;
}

@ObjectType("ComplianceFramework", {
  implements: [Node, ContentType],
  simpleResolvers: true,
  description: "A law, regulation, standard or voluntary framework.",
})
export class ComplianceFrameworkType extends ContentType {
  @Field(() => LocalizedText)
  name!: LocalizedText;

  @Field(() => Jurisdiction)
  jurisdiction!: Jurisdiction;

  @Field(() => FrameworkKind)
  kind!: FrameworkKind;

  @Field(() => String, { description: "How the issuer numbers it." })
  officialReference!: string;

  @Field(() => String, { description: "The version that citations are numbered by." })
  versionLabel!: string;

  @Field(() => CalendarDate, {
    nullable: true,
    description: "First day of general application; null where it binds nobody by law.",
  })
  effectiveFrom!: string | null;

  @Field(() => [String])
  amendedBy!: string[];

  @Field(() => [MilestoneType])
  milestones!: MilestoneType[];

  @Field(() => CitationType)
  source!: CitationType;

  @Field(() => Confidence)
  confidence!: Confidence;
}

@ObjectType("ItemCitation", { simpleResolvers: true, description: "The provision that a checklist item serves." })
export class ItemCitationType {
  @Field(() => ComplianceFrameworkType)
  framework!: ComplianceFrameworkType;

  @Field(() => String, { description: "Article, clause or control, as the framework numbers it." })
  locator!: string;

  @Field(() => Confidence, { description: "Of its number, and that it serves the item." })
  confidence!: Confidence;

  @Field(() => CalendarDate, { nullable: true, description: "Null: since the framework as a whole." })
  effectiveFrom!: string | null;

  @Field(() => CalendarDate, { nullable: true, description: "Null: still." })
  effectiveTo!: string | null;

  @Field(() => [String])
  amendedBy!: string[];

  @Field(() => CalendarDate, { description: "The day it was looked up." })
  checkedOn!: string;

  @Field(() => LocalizedText, { nullable: true })
  note!: LocalizedText | null;
}

@ObjectType("Checklist", {
  implements: [Node, ContentType, ReviewedContentType],
  simpleResolvers: true,
  description: "What has to hold in one topic of compliance.",
})
export class ChecklistType extends ReviewedContentType {
  @Field(() => String, { description: "Slug of the topic." })
  topic!: string;

  @Field(() => LocalizedText)
  title!: LocalizedText;

  @Field(() => LocalizedText)
  summary!: LocalizedText;
}

@ObjectType("ChecklistItem", {
  implements: [Node, ContentType, ReviewedContentType],
  simpleResolvers: true,
  description: "One requirement, and what would prove that it is met.",
})
export class ChecklistItemType extends ReviewedContentType {
  @Field(() => ChecklistType)
  checklist!: ChecklistType;

  @Field(() => Int, { description: "Its place in the checklist." })
  position!: number;

  @Field(() => Severity)
  severity!: Severity;

  @Field(() => LocalizedText)
  title!: LocalizedText;

  @Field(() => LocalizedText, { description: "What has to hold." })
  requirement!: LocalizedText;

  @Field(() => LocalizedText, { description: "How a start-up gets there." })
  guidance!: LocalizedText;

  @Field(() => [LocalizedText], { description: "What would prove it." })
  evidence!: LocalizedText[];

  @Extensions(rowsAbout(6))
  @Field(() => [ItemCitationType], { description: "At most 50." })
  citations!: ItemCitationType[];
}

export const ComplianceFrameworkConnection = connectionOf(() => ComplianceFrameworkType, "ComplianceFramework");
export const ChecklistConnection = connectionOf(() => ChecklistType, "Checklist");

@InputType("ComplianceFrameworkFilter", { description: "All that are given must hold." })
export class ComplianceFrameworkFilter implements FrameworkCriteria {
  @Field(() => Jurisdiction, { nullable: true })
  jurisdiction?: Jurisdiction | null;

  @Field(() => FrameworkKind, { nullable: true })
  kind?: FrameworkKind | null;
}

@ArgsType()
export class ComplianceFrameworksArgs extends PageArgs {
  @Field(() => ComplianceFrameworkFilter, { nullable: true })
  filter?: ComplianceFrameworkFilter | null;
}

@InputType("ChecklistFilter", { description: "All that are given must hold." })
export class ChecklistFilter implements ChecklistCriteria {
  @Field(() => String, { nullable: true, description: "Slug of a topic." })
  topic?: string | null;

  @Field(() => String, { nullable: true, description: "Slug of a framework that one of its items cites." })
  framework?: string | null;

  @Field(() => String, { nullable: true, description: "Part of the title, in either language." })
  title?: string | null;

  @Field(() => PublicationStatus, {
    nullable: true,
    description: "Only administrators see others than published ones; archived ones are listed only when asked for.",
  })
  status?: PublicationStatus | null;
}

@ArgsType()
export class ChecklistsArgs extends PageArgs {
  @Field(() => ChecklistFilter, { nullable: true })
  filter?: ChecklistFilter | null;
}
