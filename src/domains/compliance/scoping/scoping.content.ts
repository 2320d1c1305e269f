import type { ContentKind } from "../../content/content.kind.js";
import { scopingQuestionContent, scopingRuleContent } from "./scoping.specs.js";
import { ScopingQuestion } from "./scoping-question.entity.js";
import { ScopingRule } from "./scoping-rule.entity.js";

export const scopingQuestionKind: ContentKind<ScopingQuestion, typeof scopingQuestionContent> = {
  name: "ScopingQuestion",
  entity: ScopingQuestion,
  spec: scopingQuestionContent,
  find: (em, where) => em.find(ScopingQuestion, where),
  contentOf: ({ position, kind, title, help, options, unit }) => ({
    ...{ position, kind, title, help, options },
    unit: unit ?? undefined,
  }),
  apply: (_em, question, { unit = null, ...content }) => void Object.assign(question, content, { unit }),
};

export const scopingRuleKind: ContentKind<ScopingRule, typeof scopingRuleContent> = {
  name: "ScopingRule",
  entity: ScopingRule,
  spec: scopingRuleContent,
  find: (em, where) => em.find(ScopingRule, where),
  contentOf: ({ position, when, items, reason, confidence, checkedOn, citations }) => ({
    ...{ position, when, items, reason, confidence, checkedOn, citations },
  }),
  apply: (_em, rule, content) => void Object.assign(rule, content),
};
