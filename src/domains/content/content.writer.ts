import { isDeepStrictEqual } from "node:util";
import { UniqueConstraintViolationException } from "@mikro-orm/core";
import type { EntityManager } from "@mikro-orm/postgresql";
import type { z } from "zod";
import { Conflict, InvalidInput, NotFound } from "../../kernel/errors.js";
import { checkInput, withoutNulls } from "../../kernel/input.js";
import { ReviewedContent, type Content } from "./content.entity.js";
import type { ContentKind } from "./content.kind.js";
import { slug as slugSpec } from "./content.specs.js";
import { Revision } from "./revision.entity.js";
import { staleAfter } from "./translations.js";

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
    const checked = checkInput(kind.spec, input);
    const content = kind.completed?.(checked) ?? checked;
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
    await this.change(kind, id, expectedRevision, async (em, entity) => {
      const before = withoutNulls(kind.contentOf(entity));
      const checked = checkInput(kind.spec, { ...before, ...withoutNulls(changes) });
      const content = kind.completed?.(checked, before) ?? checked;
      if (changedFields(before, content).length > 0) await revise(em, kind, entity, authorId, content);
    });
  }

  /** Takes an entry out of lists, or back: a revision that says who did it, and that nobody has to review. */
  async setAside<E extends ReviewedContent, S extends z.ZodObject>(
    kind: ContentKind<E, S>,
    authorId: string,
    id: string,
    act: "archive" | "restore",
  ): Promise<void> {
    await this.change(kind, id, undefined, (em, entity) => {
      const before = entity.status;
      entity[act]();
      if (entity.status === before) return;
      entity.revision += 1;
      entity.seeded = false;
      record(em, kind, entity, authorId).reviewedAt = new Date();
    });
  }

  /**
   * Changes one entry in a transaction, one change of it at a time, and does what follows from it. `Conflict` when it has
   * moved on from `expectedRevision`.
   */
  async change<E extends Content, S extends z.ZodObject, T>(
    kind: ContentKind<E, S>,
    id: string,
    expectedRevision: number | null | undefined,
    work: (em: EntityManager, entity: E) => Promise<T> | T,
  ): Promise<T> {
    return this.transaction(id, async (em) => {
      await em.execute(`select pg_advisory_xact_lock(hashtextextended(?, 0))`, [id]);
      const [entity] = await kind.find(em, { id });
      if (!entity) throw new NotFound(kind.name, id);
      if (expectedRevision != null && expectedRevision !== entity.revision) {
        throw new Conflict(
          `${entity.slug} is at revision ${entity.revision}, not ${expectedRevision}: read it again first.`,
        );
      }
      const result = await work(em, entity);
      await flush(em, kind, [entity.id]);
      return result;
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
      const checked = checkInput(kind.spec, input, `${kind.name} ${slug}`);
      const before = entity && withoutNulls(kind.contentOf(entity));
      const content = kind.completed?.(checked, before) ?? checked;
      const fields = before ? changedFields(before, content) : [];
      const outcome = outcomeOf(entity, fields);
      if (outcome === "created" || outcome === "updated") {
        const seeded = entity ?? (await insert(em, kind, authorId, slug, content, REVIEWED_WITH_ITS_PACK));
        if (entity) await revise(em, kind, entity, authorId, content, REVIEWED_WITH_ITS_PACK);
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

/** What a pack says has been reviewed where packs are kept, and is published at once. */
const REVIEWED_WITH_ITS_PACK = true;

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
  reviewed = false,
): Promise<E> {
  const entity = new kind.entity();
  entity.slug = slug;
  await kind.apply(em, entity, content, authorId);
  if (reviewed && entity instanceof ReviewedContent) entity.publish();
  em.persist(entity);
  record(em, kind, entity, authorId).reviewedAt = reviewed ? new Date() : null;
  return entity;
}

/** Leaves the entry to whoever changed it; seeding takes it back. */
async function revise<E extends Content, S extends z.ZodObject>(
  em: EntityManager,
  kind: ContentKind<E, S>,
  entity: E,
  authorId: string,
  content: z.output<S>,
  reviewed = false,
): Promise<void> {
  if (entity instanceof ReviewedContent) {
    entity.staleTranslations = staleAfter(kind.contentOf(entity), content, entity.staleTranslations);
  }
  await kind.apply(em, entity, content, authorId);
  entity.revision += 1;
  entity.seeded = false;
  record(em, kind, entity, authorId).reviewedAt = reviewed ? new Date() : null;
}

function record<E extends Content, S extends z.ZodObject>(
  em: EntityManager,
  kind: ContentKind<E, S>,
  entity: E,
  authorId: string,
): Revision {
  const status = entity instanceof ReviewedContent ? { status: entity.status } : {};
  return em.create(Revision, {
    subjectType: kind.name,
    subjectId: entity.id,
    number: entity.revision,
    authorId,
    content: { ...withoutNulls(kind.contentOf(entity)), ...status },
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
