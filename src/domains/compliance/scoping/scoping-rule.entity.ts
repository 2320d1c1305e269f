import { Entity, Property } from "@mikro-orm/decorators/legacy";
import type { Localized } from "../../../kernel/localized.js";
import { Content } from "../../content/content.entity.js";
import type { Confidence } from "../../content/content.specs.js";
import type { RuleCondition } from "../../../kernel/rules/condition.js";
import type { ScopingRuleContent } from "./scoping.specs.js";

/** Says when checklist items apply, and why. */
@Entity({ tableName: "scoping_rule" })
export class ScopingRule extends Content {
  @Property({ type: "integer" })
  position!: number;

  @Property({ type: "json", fieldName: "condition" })
  when!: RuleCondition;

  /** Slugs of checklist items. */
  @Property({ type: "json" })
  items!: string[];

  @Property({ type: "json" })
  reason!: Localized;

  @Property({ type: "text" })
  confidence!: Confidence;

  @Property({ type: "date" })
  checkedOn!: string;

  @Property({ type: "json" })
  citations!: ScopingRuleContent["citations"];
}
