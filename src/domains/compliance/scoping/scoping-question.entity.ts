import { Entity, Property } from "@mikro-orm/decorators/legacy";
import type { Localized } from "../../../kernel/localized.js";
import { Content } from "../../content/content.entity.js";
import type { ScopingQuestionContent, ScopingQuestionKind } from "./scoping.specs.js";

/** A question whose answer says which checklist items apply. */
@Entity({ tableName: "scoping_question" })
export class ScopingQuestion extends Content {
  @Property({ type: "integer" })
  position!: number;

  @Property({ type: "text" })
  kind!: ScopingQuestionKind;

  @Property({ type: "json" })
  title!: Localized;

  @Property({ type: "json" })
  help!: Localized;

  @Property({ type: "json" })
  options!: ScopingQuestionContent["options"];

  @Property({ type: "json", nullable: true })
  unit: Localized | null = null;
}
