import { allOf, byCreation, contains, has, type Condition } from "../../kernel/read/reader.js";
import type { Viewer } from "../accounts/viewer.js";
import { everybody, knownTo, listedTo, publishedTo } from "../content/content.policy.js";
import type { ContentView } from "../content/content.reader.js";
import type { PublicationStatus } from "../content/content.specs.js";
import { allChecklists, frameworkShape, publishedChecklists } from "./compliance.shapes.js";
import type { FrameworkKind, Jurisdiction } from "./compliance.specs.js";

export interface FrameworkCriteria {
  jurisdiction?: Jurisdiction | null;
  kind?: FrameworkKind | null;
}

/** What a list of checklists may be narrowed to; `topic` and `framework` are slugs. */
export interface ChecklistCriteria {
  topic?: string | null;
  framework?: string | null;
  title?: string | null;
  status?: PublicationStatus | null;
}

export const frameworkView: ContentView<FrameworkCriteria> = {
  shape: () => frameworkShape,
  visible: everybody,
  order: byCreation,
  conditions: ({ jurisdiction, kind }) => [has("jurisdiction", jurisdiction), has("kind", kind)],
};

export const checklistView: ContentView<ChecklistCriteria> = {
  shape: (viewer) => shapesFor(viewer).checklist,
  visible: publishedTo,
  known: knownTo,
  order: byCreation,
  conditions: ({ topic, framework, title, status }, viewer) => [
    has("topic", topic),
    listedTo(viewer, status),
    contains("title", title),
    framework == null ? undefined : citing(framework),
  ],
};

/** An item is seen by whoever sees its checklist, unless it is archived itself. */
export const checklistItemView: ContentView = {
  shape: (viewer) => shapesFor(viewer).item,
  visible: (viewer) => allOf(publishedTo(viewer), inChecklistOf(viewer)),
  known: (viewer) => allOf(knownTo(viewer), inChecklistOf(viewer)),
  order: byCreation,
};

function shapesFor(viewer: Viewer) {
  return viewer.may("content:edit") ? allChecklists : publishedChecklists;
}

function inChecklistOf(viewer: Viewer): Condition {
  return (row, statement) =>
    `exists (select from checklist c where c.id = ${row}.checklist_id and ${knownTo(viewer)("c", statement)})`;
}

/** Checklists with an item that everybody sees and that cites the framework. */
function citing(framework: string): Condition {
  return (row, statement) =>
    `exists (select from checklist_item i join item_citation c on c.item_id = i.id
      join compliance_framework f on f.id = c.framework_id
      where i.checklist_id = ${row}.id and i.status = 'PUBLISHED' and f.slug = ${statement.value(framework)})`;
}
