import { plainColumns, type Shape } from "../../kernel/read/shape.js";
import { contentColumns, reviewedColumns, revisionsOf } from "../content/content.shapes.js";

export const frameworkShape: Shape = {
  type: "ComplianceFramework",
  table: "compliance_framework",
  columns: contentColumns(
    "ComplianceFramework",
    "name",
    "jurisdiction",
    "kind",
    "officialReference",
    "versionLabel",
    "effectiveFrom",
    "amendedBy",
    "milestones",
    "source",
    "confidence",
  ),
};

const citationShape: Shape = {
  type: "ItemCitation",
  table: "item_citation",
  columns: plainColumns("locator", "confidence", "effectiveFrom", "effectiveTo", "amendedBy", "checkedOn", "note"),
  one: {
    framework: { shape: () => frameworkShape, on: (citation, row) => `${row}.id = ${citation}.framework_id` },
  },
};

/** Checklists and their items, which lead to each other; a checklist shows the items that meet the condition. */
function checklistShapes(shown: (item: string) => string): { checklist: Shape; item: Shape } {
  const checklist: Shape = {
    type: "Checklist",
    table: "checklist",
    columns: reviewedColumns("Checklist", "topic", "title", "summary"),
    many: {
      items: {
        shape: () => item,
        on: (row, child) => `${child}.checklist_id = ${row}.id and ${shown(child)}`,
        order: (child) => `${child}.position, ${child}.id`,
        limit: { argument: "first", default: 20 },
        max: 100,
      },
      revisions: revisionsOf("Checklist"),
    },
  };
  const item: Shape = {
    type: "ChecklistItem",
    table: "checklist_item",
    columns: reviewedColumns("ChecklistItem", "severity", "title", "requirement", "guidance", "evidence", "position"),
    one: { checklist: { shape: () => checklist, on: (row, parent) => `${parent}.id = ${row}.checklist_id` } },
    many: {
      citations: {
        shape: () => citationShape,
        on: (row, citation) => `${citation}.item_id = ${row}.id`,
        order: (citation) => `${citation}.position`,
        max: 50,
      },
      revisions: revisionsOf("ChecklistItem"),
    },
  };
  return { checklist, item };
}

/** With the items that everybody sees. */
export const publishedChecklists = checklistShapes((item) => `${item}.status = 'PUBLISHED'`);

/** With every item. */
export const allChecklists = checklistShapes(() => "true");
