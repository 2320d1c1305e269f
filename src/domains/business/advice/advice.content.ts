import type { ContentKind } from "../../content/content.kind.js";
import { AdviceRuleSet } from "./advice-rule-set.entity.js";
import { adviceRuleSetContent } from "./advice.specs.js";

/** The slug of the one rule set that is in force. */
export const ADVICE_RULES = "advice-rules";

export const adviceRuleSetKind: ContentKind<AdviceRuleSet, typeof adviceRuleSetContent> = {
  name: "AdviceRuleSet",
  entity: AdviceRuleSet,
  spec: adviceRuleSetContent,
  find: (em, where) => em.find(AdviceRuleSet, where),
  contentOf: ({ rules }) => ({ rules }),
  apply: (_em, set, content) => void Object.assign(set, content),
};
