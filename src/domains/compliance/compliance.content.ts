import type { ContentKind } from "../content/content.kind.js";
import { Checklist } from "./checklist.entity.js";
import { checklistContent, frameworkContent } from "./compliance.specs.js";
import { Framework } from "./framework.entity.js";

export const frameworkKind: ContentKind<Framework, typeof frameworkContent> = {
  name: "ComplianceFramework",
  entity: Framework,
  spec: frameworkContent,
  find: (em, where) => em.find(Framework, where),
  contentOf: (framework) => ({
    name: framework.name,
    jurisdiction: framework.jurisdiction,
    kind: framework.kind,
    officialReference: framework.officialReference,
    versionLabel: framework.versionLabel,
    effectiveFrom: framework.effectiveFrom ?? undefined,
    amendedBy: framework.amendedBy,
    milestones: framework.milestones,
    source: framework.source,
    confidence: framework.confidence,
  }),
  apply: (_em, framework, { effectiveFrom = null, ...content }) =>
    void Object.assign(framework, content, { effectiveFrom }),
};

export const checklistKind: ContentKind<Checklist, typeof checklistContent> = {
  name: "Checklist",
  entity: Checklist,
  spec: checklistContent,
  find: (em, where) => em.find(Checklist, where),
  contentOf: ({ topic, title, summary }) => ({ topic, title, summary }),
  apply: (_em, checklist, content) => void Object.assign(checklist, content),
};
