import type { EntityManager } from "@mikro-orm/postgresql";
import type { z } from "zod";
import type { Content } from "./content.entity.js";

/** Which entries are meant: by row id, or by slugs. */
export type ContentWhere = { id: string } | { slug: { $in: string[] } };

/** One kind of content, and how what an editor says of it becomes rows. */
export interface ContentKind<E extends Content, S extends z.ZodObject> {
  /** Name of its GraphQL type. */
  name: string;
  entity: new () => E;
  /** All that an editor says of an entry, besides its slug. */
  spec: S;
  /** The entries meant, with every relation that `contentOf` and `apply` need. */
  find(em: EntityManager, where: ContentWhere): Promise<E[]>;
  contentOf(entity: E): z.output<S>;
  /** Makes the entity say it. Throws `InvalidInput` for what it names and is not there. */
  apply(em: EntityManager, entity: E, content: z.output<S>, authorId: string): Promise<void> | void;
  /** Fills in what an editor may leave to the product, such as ids of parts; `before` is what it said until now. */
  completed?(content: z.output<S>, before?: z.output<S>): z.output<S>;
  /** Does what has to follow in the same transaction, once these entries are written. */
  written?(em: EntityManager, ids: readonly string[]): Promise<void>;
}
