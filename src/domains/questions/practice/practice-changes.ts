import type { EntityManager } from "@mikro-orm/postgresql";
import type { Viewer } from "../../accounts/viewer.js";

/** Works in a transaction, one of a learner's at a time: two reviews of a card that arrive together see each other. */
export function oneAtATime<T>(em: EntityManager, viewer: Viewer, work: (em: EntityManager) => Promise<T>): Promise<T> {
  return em.fork().transactional(async (em) => {
    await em.execute(`select pg_advisory_xact_lock(hashtextextended(?, 0))`, [`practice ${viewer.userId}`]);
    return work(em);
  });
}
