import { join } from "node:path";
import { buildContent } from "../src/content.js";
import type { SeedChange } from "../src/domains/content/content.writer.js";
import { projectRoot } from "../src/kernel/project-root.js";
import { Reader } from "../src/kernel/read/reader.js";
import { openOrm, poolOf } from "../src/orm.js";
import { loadPacks } from "./load.js";
import { seedPeople, type SeededPeople } from "./people.js";
import { seedPacks } from "./seeder.js";

/** What seeding changed, and what the first start prints once. */
export interface Seeded {
  /** Given when it was made up just now. */
  adminPassword?: string;
  changes: SeedChange[];
}

/** `dryRun` does everything, and undoes it; `folder` holds the packs, by default those of the product. */
export interface SeedOptions {
  dryRun?: boolean;
  folder?: string;
}

/** Lets one seeder at a time into a database. */
const LOCK = 7_246_102;

/**
 * Fills the database with people and content, all of it or nothing; what is there and unchanged stays. Throws `InvalidPacks`
 * before it touches the database.
 */
export async function seed(
  config: SeededPeople,
  databaseUrl: string,
  { dryRun = false, folder = join(projectRoot, "seeds/content") }: SeedOptions = {},
): Promise<Seeded> {
  const packs = await loadPacks(folder);
  const orm = await openOrm(databaseUrl, 1);
  try {
    const em = orm.em.fork();
    const content = buildContent(em, new Reader(await poolOf(orm)));
    await em.begin();
    try {
      await em.execute(`select pg_advisory_xact_lock(${LOCK})`);
      const { adminPassword, editorId } = await seedPeople(em, content.accounts, config);
      const changes = await seedPacks(em, content, packs, editorId);
      if (!dryRun) await em.commit();
      return { adminPassword, changes };
    } finally {
      if (em.isInTransaction()) await em.rollback();
    }
  } finally {
    await orm.close(true);
  }
}
