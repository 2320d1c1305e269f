import type { EntityManager } from "@mikro-orm/postgresql";
import { Conflict } from "../../kernel/errors.js";
import type { Content } from "./content.entity.js";
import { Revision } from "./revision.entity.js";

/** Who changes content: an administrator, or the seeder with the hash of what it brings. */
export type Editor = { userId: string } | { seedHash: string };

/**
 * Records a change of content: the next revision number, who made it, and what it says now. Call it inside the
 * transaction of the change. `expected` is the revision that the editor had read: another one in between is a `Conflict`.
 */
export function revise(
  em: EntityManager,
  subjectType: string,
  subject: Content,
  editor: Editor,
  content: Record<string, unknown>,
  expected?: number | null,
): void {
  const fresh = !em.getUnitOfWork().getOriginalEntityData(subject);
  if (!fresh) {
    if (expected != null && expected !== subject.revision) {
      throw new Conflict(`${subject.slug} is at revision ${subject.revision}, not ${expected}: read it again before changing it.`);
    }
    subject.revision += 1;
  }
  subject.seedHash = "seedHash" in editor ? editor.seedHash : null;
  em.create(Revision, {
    subjectType,
    subjectId: subject.id,
    number: subject.revision,
    authorId: "userId" in editor ? editor.userId : null,
    content,
  });
}
