import { createHash } from "node:crypto";
import type { EntityManager } from "@mikro-orm/postgresql";
import type { z } from "zod";
import { Conflict, InvalidInput, NotFound } from "../../kernel/errors.js";
import { checkInput } from "../../kernel/input.js";
import type { Content } from "./content.entity.js";
import { slug as slugSpec } from "./content.specs.js";
import { Revision } from "./revision.entity.js";

/** One kind of content, and how what an editor says of it becomes rows. */
export interface ContentKind<E extends Content, S extends z.ZodObject> {
  /** Name of its GraphQL type. */
  name: string;
  entity: new () => E;
  spec: S;
  /** Relations that `contentOf` and `apply` need. */
  populate: readonly string[];
  contentOf(entity: E): z.input<S>;
  apply(em: EntityManager, entity: E, content: z.output<S>, authorId: string): Promise<void> | void;
}

/** What seeding did, or would do, to one entry. `kept`: an administrator changed it since, so it stays theirs. */
export type SeedOutcome = "created" | "updated" | "unchanged" | "kept";

/** Creates, changes and archives content, each in one transaction with its revision. The caller authorises. */
export class ContentWriter {
  constructor(private readonly em: EntityManager) {}

  /** Adds an entry and returns its row id. A taken slug is an `InvalidInput`. */
  create<E extends Content, S extends z.ZodObject>(
    kind: ContentKind<E, S>,
    authorId: string,
    slug: string,
    input: z.input<S>,
    seedHash?: string,
  ): Promise<string> {
    const checkedSlug = checkInput(slugSpec, slug, "input.slug");
    const content = checkInput(kind.spec, input);
    return this.em.fork().transactional(async (em) => {
      if (await em.count(kind.entity, { slug } as never)) throw new InvalidInput("input.slug", `${slug} is taken.`);
      const entity = new kind.entity();
      entity.slug = checkedSlug;
      await kind.apply(em, entity, content, authorId);
      em.persist(entity);
      this.record(em, kind, entity, content, authorId, seedHash);
      return entity.id;
    });
  }

  /** Changes what is given; the rest stays. `Conflict` when it has moved on from `expectedRevision`. */
  async update<E extends Content, S extends z.ZodObject>(
    kind: ContentKind<E, S>,
    authorId: string,
    id: string,
    changes: Partial<z.input<S>>,
    expectedRevision?: number | null,
    seedHash?: string,
  ): Promise<void> {
    await this.em.fork().transactional(async (em) => {
      const entity = await this.find(em, kind, id);
      if (expectedRevision != null && expectedRevision !== entity.revision) {
        throw new Conflict(
          `${entity.slug} is at revision ${entity.revision}, not ${expectedRevision}: read it again first.`,
        );
      }
      const given = Object.fromEntries(Object.entries(changes).filter(([, value]) => value != null));
      const content = checkInput(kind.spec, { ...kind.contentOf(entity), ...given });
      await kind.apply(em, entity, content, authorId);
      entity.revision += 1;
      this.record(em, kind, entity, content, authorId, seedHash);
    });
  }

  async archive<E extends Content, S extends z.ZodObject>(
    kind: ContentKind<E, S>,
    authorId: string,
    id: string,
  ): Promise<void> {
    await this.em.fork().transactional(async (em) => {
      const entity = await this.find(em, kind, id);
      entity.archive?.();
      entity.revision += 1;
      this.record(em, kind, entity, { ...kind.contentOf(entity), status: "ARCHIVED" }, authorId);
    });
  }

  /** Brings an entry to what the seed says, unless an administrator has changed it. `dryRun` only says what would happen. */
  async seed<E extends Content, S extends z.ZodObject>(
    kind: ContentKind<E, S>,
    authorId: string,
    slug: string,
    input: z.input<S>,
    dryRun: boolean,
  ): Promise<SeedOutcome> {
    const hash = createHash("sha256").update(JSON.stringify(input)).digest("hex");
    const found = await this.em.fork().findOne(kind.entity, { slug } as never);
    if (!found) {
      if (!dryRun) await this.create(kind, authorId, slug, input, hash);
      return "created";
    }
    if (found.seedHash === hash) return "unchanged";
    if (found.seedHash === null) return "kept";
    if (!dryRun) await this.update(kind, authorId, found.id, input, undefined, hash);
    return "updated";
  }

  private async find<E extends Content, S extends z.ZodObject>(
    em: EntityManager,
    kind: ContentKind<E, S>,
    id: string,
  ): Promise<E> {
    const entity = await em.findOne(kind.entity, { id } as never, { populate: kind.populate as never });
    if (!entity) throw new NotFound(kind.name, id);
    return entity as unknown as E;
  }

  private record<E extends Content, S extends z.ZodObject>(
    em: EntityManager,
    kind: ContentKind<E, S>,
    entity: E,
    content: object,
    authorId: string,
    seedHash?: string,
  ): void {
    entity.seedHash = seedHash ?? null;
    em.create(Revision, {
      subjectType: kind.name,
      subjectId: entity.id,
      number: entity.revision,
      authorId,
      content: content as Record<string, unknown>,
    });
  }
}
