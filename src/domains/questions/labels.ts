import { isDeepStrictEqual } from "node:util";
import type { EntityManager } from "@mikro-orm/postgresql";
import type { Localized } from "../../kernel/localized.js";
import type { SeedChange } from "../content/content.writer.js";
import { Category } from "./category.entity.js";
import { Tag } from "./tag.entity.js";

/** A category or a tag, as the packs name it. */
export interface Label {
  slug: string;
  name: Localized;
}

/** Brings the categories, in this order, to what the packs say. Nobody else edits them. */
export async function seedCategories(em: EntityManager, labels: readonly Label[]): Promise<SeedChange[]> {
  const found = await em.find(Category, { slug: { $in: slugsOf(labels) } });
  const placed = labels.map((label, position) => ({ ...label, position }));
  return seedLabels(em, "QuestionCategory", Category, found, placed);
}

/** Brings the tags to what the packs say. Nobody else edits them. */
export async function seedTags(em: EntityManager, labels: readonly Label[]): Promise<SeedChange[]> {
  return seedLabels(em, "Tag", Tag, await em.find(Tag, { slug: { $in: slugsOf(labels) } }), labels);
}

async function seedLabels<E extends Label>(
  em: EntityManager,
  kind: string,
  entity: new () => E,
  found: readonly E[],
  labels: readonly Partial<E>[],
): Promise<SeedChange[]> {
  const bySlug = new Map(found.map((label) => [label.slug, label]));
  const changes = labels.map((label): SeedChange => {
    const before = bySlug.get(label.slug!);
    const target = before ?? new entity();
    const fields = Object.keys(label).filter(
      (field) => !isDeepStrictEqual(target[field as keyof E], label[field as keyof E]),
    );
    if (fields.length) em.persist(Object.assign(target, label));
    const outcome = !before ? "created" : fields.length ? "updated" : "unchanged";
    return { kind, slug: label.slug!, outcome, fields: before ? fields : [] };
  });
  await em.flush();
  return changes;
}

function slugsOf(labels: readonly Label[]): string[] {
  return labels.map(({ slug }) => slug);
}
