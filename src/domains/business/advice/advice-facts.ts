import type { Facts } from "../../../kernel/rules/truth.js";
import { CustomerGroup, type AdviceProfile } from "./advice.specs.js";

/** How each input of a profile is given, but for the team: what rules may compare. */
export const PROFILE_INPUTS = {
  ownData: "YES_NO",
  dataRights: "YES_NO",
  runwayMonths: "NUMBER",
  computeSecured: "YES_NO",
  industryExpertise: "YES_NO",
  customers: "CHOICES",
  pilotClients: "NUMBER",
  communityMembers: "NUMBER",
  regulatedIndustry: "YES_NO",
  complianceOwner: "YES_NO",
} as const satisfies Record<Exclude<keyof AdviceProfile, "team">, "YES_NO" | "NUMBER" | "CHOICES">;

/** The groups that `customers` chooses from. */
export const CUSTOMER_GROUPS = Object.values(CustomerGroup);

/** The name under which rules find how many people have a role. */
export function teamInput(role: string): string {
  return `team.${role}`;
}

/** A profile as rules see it: by the names of its inputs, the team's roles one by one. */
export function factsOf({ team = [], ...inputs }: AdviceProfile): Facts {
  return { ...inputs, ...Object.fromEntries(team.map(({ role, people }) => [teamInput(role), people])) };
}
