import { randomBytes } from "node:crypto";
import type { EntityManager } from "@mikro-orm/postgresql";
import type { Config } from "../src/config.js";
import type { AccountsService } from "../src/domains/accounts/accounts.service.js";
import { Role } from "../src/domains/accounts/membership.entity.js";

/** Password of the demo organisation's people: they hold nothing but the demo. */
const DEMO_PASSWORD = "demo";

/** Who is there after seeding, besides the editorial name. */
export type SeededPeople = Pick<Config, "adminEmail" | "adminPassword" | "reviewerEmail" | "reviewerPassword" | "demo">;

/**
 * Makes sure that the administrator, the editorial name and, where wanted, the demo's people are there. Returns the
 * administrator's password if it was made up just now, and whose name seeded content bears.
 */
export async function seedPeople(
  em: EntityManager,
  accounts: AccountsService,
  { adminEmail, adminPassword, reviewerEmail, reviewerPassword, demo: withDemo }: SeededPeople,
): Promise<{ adminPassword?: string; editorId: string }> {
  const operator = await accounts.ensureOrganisation(em, "operator", "Groundwork");
  const made = adminPassword === undefined ? randomBytes(12).toString("base64url") : undefined;
  const admin = await accounts.ensurePerson(em, {
    email: adminEmail,
    name: "Administrator",
    password: adminPassword ?? made,
    isAdministrator: true,
  });
  await accounts.ensureMembership(em, admin.user, operator, Role.OWNER);
  if (reviewerEmail && reviewerPassword) {
    const reviewer = { email: reviewerEmail, name: "Reviewer", password: reviewerPassword, isAdministrator: true };
    const { user } = await accounts.ensurePerson(em, reviewer);
    await accounts.ensureMembership(em, user, operator, Role.MEMBER);
  }
  const editor = await accounts.ensurePerson(em, { email: "editorial@groundwork.local", name: "Groundwork editorial" });
  if (withDemo) await seedDemo(em, accounts);
  return { adminPassword: admin.created ? made : undefined, editorId: editor.user.id };
}

async function seedDemo(em: EntityManager, accounts: AccountsService): Promise<void> {
  const demo = await accounts.ensureOrganisation(em, "demo", "Demo Start-up");
  const people = [
    { email: "founder@demo.local", name: "Founder", role: Role.OWNER },
    { email: "consultant@demo.local", name: "Consultant", role: Role.CONSULTANT },
  ];
  for (const { role, ...person } of people) {
    const { user } = await accounts.ensurePerson(em, { ...person, password: DEMO_PASSWORD });
    await accounts.ensureMembership(em, user, demo, role);
  }
}
