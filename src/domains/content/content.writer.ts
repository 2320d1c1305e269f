import { isDeepStrictEqual } from "node:util";
import { UniqueConstraintViolationException } from "@mikro-orm/core";
import type { EntityManager } from "@mikro-orm/postgresql";
import type { z } from "zod";
import { Conflict, InvalidInput, NotFound } from "../../kernel/errors.js";
import { checkInput, withoutNulls } from "../../kernel/input.js";
import type { Content } from "./content.entity.js";
import type { ContentKind } from "./content.kind.js";
import { slug as slugSpec } from "./content.specs.js";
import { Revision } from "./revision.entity.js";

/** What seeding did to one entry. `kept`: an administrator wrote or changed it, so it stays theirs. */
export type SeedOutcome = "created" | "updated" | "unchanged" | "kept";

/** An entry of the content packs. */
export interface SeedEntry {
  slug: string;
  content: object;
}

/** `fields` are those in which an updated or kept entry and its seed differ. */
export interface SeedChange {
  kind: string;
  slug: string;
  outcome: SeedOutcome;
  fields: string[];
}

/** Creates and changes content, each in one transaction with its revision. The caller authorises. */
export class ContentWriter {
  constructor(private readonly em: EntityManager) {}

  /** Adds an entry and returns its row id. A taken slug is an `InvalidInput`. */
  create<E extends Content, S extends z.ZodObject>(
    kind: ContentKind<E, S>,
    authorId: string,
    slug: string,
    input: object,
  ): Promise<string> {
    const checkedSlug = checkInput(slugSpec, slug, "input.slug");
    const content = checkInput(kind.spec, input);
    return this.transaction(slug, async (em) => {
      const entity = await insert(em, kind, authorId, checkedSlug, content);
      await flush(em, kind, [entity.id]);
      return entity.id;
    });
  }

  /**
   * Changes what is given; the rest stays, and what changes nothing makes no revision. `Conflict` when the entry has
   * moved on from `expectedRevision`, or moves on at the same moment.
   */
  async update<E extends Content, S extends z.ZodObject>(
    kind: ContentKind<E, S>,
    authorId: string,
    id: string,
    changes: object,
    expectedRevision?: number | null,
  ): Promise<void> {
    await this.transaction(id, async (em) => {
      const [entity] = await kind.find(em, { id });
      if (!entity) throw new NotFound(kind.name, id);
      if (expectedRevision != null && expectedRevision !== entity.revision) {
        throw new Conflict(
          `${entity.slug} is at revision ${entity.revision}, not ${expectedRevision}: read it again first.`,
        );
      }
      const before = withoutNulls(kind.contentOf(entity));
      const content = checkInput(kind.spec, { ...before, ...withoutNulls(changes) });
      if (changedFields(before, content).length === 0) return;
      await revise(em, kind, entity, authorId, content);
      await flush(em, kind, [entity.id]);
    });
  }

  /**
   * Brings entries to what the packs say, save those that an administrator has changed. Works in the caller's
   * transaction, and flushes.
   */
  async seed<E extends Content, S extends z.ZodObject>(
    em: EntityManager,
    kind: ContentKind<E, S>,
    authorId: string,
    entries: readonly SeedEntry[],
  ): Promise<SeedChange[]> {
    const found = await kind.find(em, { slug: { $in: entries.map(({ slug }) => slug) } });
    const bySlug = new Map(found.map((entity) => [entity.slug, entity]));
    const changes: SeedChange[] = [];
    const written: string[] = [];
    for (const { slug, content: input } of entries) {
      const entity = bySlug.get(slug);
      const content = checkInput(kind.spec, input, `${kind.name} ${slug}`);
      const fields = entity ? changedFields(withoutNulls(kind.contentOf(entity)), content) : [];
      const outcome = outcomeOf(entity, fields);
      if (outcome === "created" || outcome === "updated") {
        const seeded = entity ?? (await insert(em, kind, authorId, slug, content));
        if (entity) await revise(em, kind, entity, authorId, content);
        seeded.seeded = true;
        written.push(seeded.id);
      }
      changes.push({ kind: kind.name, slug, outcome, fields });
    }
    await flush(em, kind, written);
    return changes;
  }

  private async transaction<T>(subject: string, work: (em: EntityManager) => Promise<T>): Promise<T> {
    try {
      return await this.em.fork().transactional(work);
    } catch (error) {
      throw error instanceof UniqueConstraintViolationException ? refusalOf(error, subject) : error;
    }
  }
}

/** Writes what is new, and then what follows from it. */
async function flush<E extends Content, S extends z.ZodObject>(
  em: EntityManager,
  kind: ContentKind<E, S>,
  ids: readonly string[],
): Promise<void> {
  await em.flush();
  if (ids.length > 0) await kind.written?.(em, ids);
}

function outcomeOf(entity: Content | undefined, fields: string[]): SeedOutcome {
  if (!entity) return "created";
  if (!entity.seeded) return "kept";
  return fields.length === 0 ? "unchanged" : "updated";
}

async function insert<E extends Content, S extends z.ZodObject>(
  em: EntityManager,
  kind: ContentKind<E, S>,
  authorId: string,
  slug: string,
  content: z.output<S>,
): Promise<E> {
  const entity = new kind.entity();
  entity.slug = slug;
  await kind.apply(em, entity, content, authorId);
  em.persist(entity);
  record(em, kind, entity, authorId);
  return entity;
}

/** Leaves the entry to whoever changed it; seeding takes it back. */
async function revise<E extends Content, S extends z.ZodObject>(
  em: EntityManager,
  kind: ContentKind<E, S>,
  entity: E,
  authorId: string,
  content: z.output<S>,
): Promise<void> {
  await kind.apply(em, entity, content, authorId);
  entity.revision += 1;
  entity.seeded = false;
  record(em, kind, entity, authorId);
}

function record<E extends Content, S extends z.ZodObject>(
  em: EntityManager,
  kind: ContentKind<E, S>,
  entity: E,
  authorId: string,
): void {
  em.create(Revision, {
    subjectType: kind.name,
    subjectId: entity.id,
    number: entity.revision,
    authorId,
    content: withoutNulls(kind.contentOf(entity)),
  });
}

function changedFields(before: object, after: object): string[] {
  const [was, is] = [new Map(Object.entries(before)), new Map(Object.entries(after))];
  return [...new Set([...was.keys(), ...is.keys()])].filter((name) => !isDeepStrictEqual(was.get(name), is.get(name)));
}

/** The two ways in which another transaction can have been faster: it took the slug, or it made the revision. */
function refusalOf(error: UniqueConstraintViolationException, subject: string): Error {
  const { constraint = "" } = error as { constraint?: string };
  if (constraint.endsWith("_slug_key")) return new InvalidInput("input.slug", `${subject} is taken.`);
  if (constraint.startsWith("content_revision")) {
    return new Conflict("Somebody else changed it at the same moment: read it again first.");
  }
  return error;
}
