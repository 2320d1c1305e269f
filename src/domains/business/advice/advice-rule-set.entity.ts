import { Entity, Property } from "@mikro-orm/decorators/legacy";
import { Content } from "../../content/content.entity.js";
import type { AdviceRule } from "./advice.specs.js";

/** The rules by which business models are ranked for a client. Its revision is the version of the rule set. */
@Entity({ tableName: "advice_rule_set" })
export class AdviceRuleSet extends Content {
  @Property({ type: "json" })
  rules!: AdviceRule[];
}
