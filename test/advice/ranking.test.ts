import { join } from "node:path";
import { beforeAll, expect, test } from "@jest/globals";
import fc from "fast-check";
import { loadPacks } from "../../seeds/load.js";
import { changesFor } from "../../src/domains/business/advice/advice-changes.js";
import { CUSTOMER_GROUPS, factsOf } from "../../src/domains/business/advice/advice-facts.js";
import { rankingOf } from "../../src/domains/business/advice/advice-ranking.js";
import {
  adviceRuleSetContent,
  type AdviceProfile,
  type AdviceRule,
} from "../../src/domains/business/advice/advice.specs.js";

const ROLES = [
  ...["ai-researcher", "data-scientist", "algorithm-engineer"],
  ...["software-engineer", "product-manager", "operations-engineer"],
];

let rules: AdviceRule[];
let models: string[];

beforeAll(async () => {
  const packs = await loadPacks(join(import.meta.dirname, "../../seeds/content"));
  ({ rules } = adviceRuleSetContent.parse({ rules: packs.adviceRules }));
  models = packs.businessModels.map(({ slug }) => slug);
});

const people = fc.nat({ max: 5 });
const team = fc
  .dictionary(fc.constantFrom(...ROLES), people)
  .map((counts) => Object.entries(counts).map(([role, count]) => ({ role, people: count })));

/** Profiles of every degree of completeness. */
const profiles: fc.Arbitrary<AdviceProfile> = fc.record(
  {
    team,
    ownData: fc.boolean(),
    dataRights: fc.boolean(),
    runwayMonths: fc.nat({ max: 36 }),
    computeSecured: fc.boolean(),
    industryExpertise: fc.boolean(),
    customers: fc.subarray(CUSTOMER_GROUPS),
    pilotClients: fc.nat({ max: 3 }),
    communityMembers: fc.nat({ max: 3000 }),
    regulatedIndustry: fc.boolean(),
    complianceOwner: fc.boolean(),
  },
  { requiredKeys: [] },
);

const rank = (profile: AdviceProfile) => rankingOf(models, rules, factsOf(profile));
const scores = (profile: AdviceProfile) => new Map(rank(profile).map(({ slug, score }) => [slug, score]));

test("the contributions add up to the score, and the score stays between its bounds and at most 100", () => {
  fc.assert(
    fc.property(profiles, (profile) => {
      for (const { verdicts, score, scoreAtLeast, scoreAtMost } of rank(profile)) {
        expect(verdicts.reduce((sum, { contribution }) => sum + contribution, 0)).toBe(score);
        expect(scoreAtLeast).toBeLessThanOrEqual(score);
        expect(scoreAtMost).toBeGreaterThanOrEqual(score);
        expect(scoreAtMost).toBeLessThanOrEqual(100);
      }
    }),
  );
});

/** The profile with more of one thing that no rule holds against a client. */
const bettered: Record<string, (profile: AdviceProfile, by: number) => AdviceProfile> = {
  "another person in a role that is counted": ({ team = [], ...rest }, by) => ({
    ...rest,
    team: team.map(({ role, people: count }, at) => ({ role, people: at === 0 ? count + by : count })),
  }),
  "own data": (profile) => ({ ...profile, ownData: true }),
  "documented rights": (profile) => ({ ...profile, dataRights: true }),
  "a longer runway": (profile, by) => ({ ...profile, runwayMonths: (profile.runwayMonths ?? 0) + by }),
  compute: (profile) => ({ ...profile, computeSecured: true }),
  "industry expertise": (profile) => ({ ...profile, industryExpertise: true }),
  "every group of customers": (profile) => ({ ...profile, customers: CUSTOMER_GROUPS }),
  "more pilots": (profile, by) => ({ ...profile, pilotClients: (profile.pilotClients ?? 0) + by }),
  "more followers": (profile, by) => ({ ...profile, communityMembers: (profile.communityMembers ?? 0) + 1000 * by }),
  "an owner for compliance": (profile) => ({ ...profile, complianceOwner: true }),
};

test.each(Object.keys(bettered))("%s never lowers a score", (what) => {
  fc.assert(
    fc.property(profiles, fc.integer({ min: 1, max: 24 }), (profile, by) => {
      const after = scores(bettered[what](profile, by));
      for (const [slug, score] of scores(profile)) expect(after.get(slug)).toBeGreaterThanOrEqual(score);
    }),
  );
});

test("learning what was not known moves a score only within its bounds", () => {
  fc.assert(
    fc.property(profiles, profiles, (known, learnt) => {
      const after = scores({ ...learnt, ...known });
      for (const { slug, scoreAtLeast, scoreAtMost } of rank({ ...known, team: known.team ?? learnt.team })) {
        expect(after.get(slug)).toBeGreaterThanOrEqual(scoreAtLeast);
        expect(after.get(slug)).toBeLessThanOrEqual(scoreAtMost);
      }
    }),
  );
});

test("every change that is proposed does what it says once it is made", () => {
  fc.assert(
    fc.property(profiles, (profile) => {
      const facts = factsOf(profile);
      const ranking = rankingOf(models, rules, facts);
      const changes = changesFor(ranking, rules, facts);
      for (const model of ranking) {
        for (const { input, from, to, ...promised } of changes.get(model.slug)!) {
          expect(facts[input] ?? null).toEqual(from);
          const then = rankingOf(models, rules, { ...facts, [input]: to }).find(({ slug }) => slug === model.slug)!;
          expect(then).toMatchObject(promised);
          expect(then.rank).toBeLessThan(model.rank);
          expect(then.score).toBeGreaterThan(model.score);
        }
      }
    }),
    { numRuns: 30 },
  );
});
