import type { EntityManager } from "@mikro-orm/postgresql";
import { InvalidInput } from "../../kernel/errors.js";
import type { ContentKind } from "../content/content.kind.js";
import { Checklist } from "./checklist.entity.js";
import { ChecklistItem } from "./checklist-item.entity.js";
import { checklistItemContent, type ItemCitationContent } from "./compliance.specs.js";
import { Framework } from "./framework.entity.js";
import { ItemCitation } from "./item-citation.entity.js";

/** How a checklist item is edited and seeded. Its citations are replaced as a whole. */
export const checklistItemKind: ContentKind<ChecklistItem, typeof checklistItemContent> = {
  name: "ChecklistItem",
  entity: ChecklistItem,
  spec: checklistItemContent,
  find: (em, where) => em.find(ChecklistItem, where, { populate: ["checklist", "citations.framework"] }),

  contentOf: (item) => ({
    checklist: item.checklist.unwrap().slug,
    position: item.position,
    severity: item.severity,
    title: item.title,
    requirement: item.requirement,
    guidance: item.guidance,
    evidence: item.evidence,
    citations: item.citations
      .getItems()
      .sort((a, b) => a.position - b.position)
      .map(contentOfCitation),
  }),

  async apply(em, item, { checklist: slug, position, citations, ...plain }) {
    const checklist = await em.findOne(Checklist, { slug });
    if (!checklist) throw new InvalidInput("input.checklist", `there is no checklist ${slug}.`);
    item.checklist = em.getReference(Checklist, checklist.id, { wrapped: true });
    item.position = position ?? item.position ?? (await em.count(ChecklistItem, { checklist }));
    Object.assign(item, plain);
    await setCitations(em, item, citations);
  },
};

function contentOfCitation(citation: ItemCitation): ItemCitationContent {
  return {
    framework: citation.framework.unwrap().slug,
    locator: citation.locator,
    confidence: citation.confidence,
    effectiveFrom: citation.effectiveFrom ?? undefined,
    effectiveTo: citation.effectiveTo ?? undefined,
    amendedBy: citation.amendedBy,
    checkedOn: citation.checkedOn,
    note: citation.note ?? undefined,
  };
}

/** A provision is cited once in an item: its row is kept over a change, so that flushing never meets it twice. */
async function setCitations(em: EntityManager, item: ChecklistItem, citations: ItemCitationContent[]): Promise<void> {
  const slugs = citations.map(({ framework }) => framework);
  const frameworks = new Map((await em.find(Framework, { slug: { $in: slugs } })).map((found) => [found.slug, found]));
  const kept = new Map(item.citations.getItems().map((row) => [`${row.framework.id} ${row.locator}`, row]));
  const wanted = new Set<ItemCitation>();
  for (const [position, { framework: slug, ...given }] of citations.entries()) {
    const path = `input.citations.${position}`;
    const framework = frameworks.get(slug);
    if (!framework) throw new InvalidInput(`${path}.framework`, `there is no framework ${slug}.`);
    const key = `${framework.id} ${given.locator}`;
    const plain = {
      ...given,
      position,
      effectiveFrom: given.effectiveFrom ?? null,
      effectiveTo: given.effectiveTo ?? null,
      note: given.note ?? null,
    };
    const row = kept.get(key) ?? em.create(ItemCitation, { item, framework, ...plain });
    if (wanted.has(row)) throw new InvalidInput(path, `${slug} ${given.locator} is cited twice.`);
    kept.set(key, Object.assign(row, plain));
    wanted.add(row);
  }
  item.citations.set(wanted);
}
