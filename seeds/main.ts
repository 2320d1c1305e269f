import { randomBytes } from "node:crypto";
import { join } from "node:path";
import type { Config } from "../src/config.js";
import { Role } from "../src/domains/accounts/membership.entity.js";
import { projectRoot } from "../src/kernel/project-root.js";
import { openOrm } from "../src/orm.js";
import { buildServices, type Services } from "../src/services.js";
import { loadPacks } from "./load.js";
import { seedPacks, type SeedChange } from "./seeder.js";

/** What the first start prints once, and what seeding changed. */
export interface Seeded {
  /** Given when it was made up just now. */
  adminPassword?: string;
  changes: SeedChange[];
}

/** Fills the database with people and content; what is there and unchanged stays. `dryRun` writes no content. */
export async function seed(config: Config, databaseUrl: string, dryRun = false): Promise<Seeded> {
  const packs = await loadPacks(join(projectRoot, "seeds/content"), ["cnn-image-classification"]);
  const orm = await openOrm(databaseUrl, 3);
  try {
    const services = await buildServices(orm, { ...config, secret: "" });
    const { adminPassword, editorId } = await seedPeople(services, config);
    return { adminPassword, changes: await seedPacks(services, packs, editorId, dryRun) };
  } finally {
    await orm.close(true);
  }
}

/** Password of the demo organisation's people: they hold nothing but the demo. */
const DEMO_PASSWORD = "demo";

async function seedPeople(
  { accounts }: Services,
  config: Config,
): Promise<{ adminPassword?: string; editorId: string }> {
  const operator = await accounts.ensureOrganisation("operator", "Groundwork");
  const made = config.adminPassword === undefined ? randomBytes(12).toString("base64url") : undefined;
  const admin = await accounts.ensurePerson({
    email: config.adminEmail,
    name: "Administrator",
    password: config.adminPassword ?? made,
    isAdministrator: true,
  });
  await accounts.ensureMembership(admin.user, operator, Role.OWNER);
  const editor = await accounts.ensurePerson({ email: "editorial@groundwork.local", name: "Groundwork editorial" });

  const demo = await accounts.ensureOrganisation("demo", "Demo Start-up");
  const people = [
    { email: "founder@demo.local", name: "Founder", role: Role.OWNER },
    { email: "consultant@demo.local", name: "Consultant", role: Role.CONSULTANT },
  ];
  for (const { role, ...person } of people) {
    const { user } = await accounts.ensurePerson({ ...person, password: DEMO_PASSWORD });
    await accounts.ensureMembership(user, demo, role);
  }
  return { adminPassword: admin.created ? made : undefined, editorId: editor.user.id };
}
