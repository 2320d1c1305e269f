import { Field, ID, InputType, Int } from "type-graphql";
import { LocalizedTextInput } from "../../graphql/localized-text.types.js";
import type { ContentChange } from "../content/content.service.js";
import { Confidence } from "../content/content.specs.js";
import { EXPECTED_REVISION, SLUG } from "../content/content.types.js";
import {
  Severity,
  type ChecklistContentInput,
  type ChecklistItemContentInput,
  type ItemCitationContentInput,
} from "./compliance.specs.js";

/** What an editor says of a checklist; a change may leave out what creation needs. */
function checklistFields(required: boolean) {
  @InputType()
  class ChecklistFields implements ChecklistContentInput {
    @Field(() => String, { nullable: !required, description: "Slug of the topic." })
    topic!: string;

    @Field(() => LocalizedTextInput, { nullable: !required })
    title!: LocalizedTextInput;

    @Field(() => LocalizedTextInput, { nullable: !required })
    summary!: LocalizedTextInput;
  }
  return ChecklistFields;
}

@InputType("CreateChecklistInput")
export class CreateChecklistInput extends checklistFields(true) {
  @Field(() => String, { description: SLUG })
  slug!: string;
}

@InputType("UpdateChecklistInput", { description: "What is not given stays as it is." })
export class UpdateChecklistInput extends checklistFields(false) implements ContentChange {
  @Field(() => ID)
  id!: string;

  @Field(() => Int, { nullable: true, description: EXPECTED_REVISION })
  expectedRevision?: number | null;
}

@InputType("ItemCitationInput", { description: "A provision; an item cites each once." })
export class ItemCitationInput implements ItemCitationContentInput {
  @Field(() => String, { description: "Slug of a framework." })
  framework!: string;

  @Field(() => String, { description: "Article, clause or control, as the framework numbers it." })
  locator!: string;

  @Field(() => Confidence)
  confidence!: Confidence;

  @Field(() => String, { nullable: true, description: "YYYY-MM-DD; since the framework as a whole when not given." })
  effectiveFrom?: string;

  @Field(() => String, { nullable: true, description: "YYYY-MM-DD; still when not given." })
  effectiveTo?: string;

  @Field(() => [String], { nullable: true })
  amendedBy?: string[];

  @Field(() => String, { description: "YYYY-MM-DD: the day it was looked up." })
  checkedOn!: string;

  @Field(() => LocalizedTextInput, { nullable: true })
  note?: LocalizedTextInput;
}

/** What an editor says of a checklist item; a change may leave out what creation needs. */
function checklistItemFields(required: boolean) {
  @InputType()
  class ChecklistItemFields implements ChecklistItemContentInput {
    @Field(() => String, { nullable: !required, description: "Slug of the checklist." })
    checklist!: string;

    @Field(() => Severity, { nullable: !required })
    severity!: Severity;

    @Field(() => LocalizedTextInput, { nullable: !required })
    title!: LocalizedTextInput;

    @Field(() => LocalizedTextInput, { nullable: !required })
    requirement!: LocalizedTextInput;

    @Field(() => LocalizedTextInput, { nullable: !required })
    guidance!: LocalizedTextInput;

    @Field(() => Int, { nullable: true, description: "Its place in the checklist; last at first." })
    position?: number;

    @Field(() => [LocalizedTextInput], { nullable: true })
    evidence?: LocalizedTextInput[];

    @Field(() => [ItemCitationInput], { nullable: true, description: "Replace all that were there." })
    citations?: ItemCitationInput[];
  }
  return ChecklistItemFields;
}

@InputType("CreateChecklistItemInput")
export class CreateChecklistItemInput extends checklistItemFields(true) {
  @Field(() => String, { description: "Lower-case words joined by hyphens, unique over all checklists." })
  slug!: string;
}

@InputType("UpdateChecklistItemInput", { description: "What is not given stays as it is." })
export class UpdateChecklistItemInput extends checklistItemFields(false) implements ContentChange {
  @Field(() => ID)
  id!: string;

  @Field(() => Int, { nullable: true, description: EXPECTED_REVISION })
  expectedRevision?: number | null;
}
