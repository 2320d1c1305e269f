import { beforeAll, describe, expect, test } from "@jest/globals";
import type { Client } from "../harness/client.js";
import { create, text } from "../harness/content.js";
import { withProduct } from "../harness/product.js";
import { countStatements } from "../harness/statements.js";

const product = withProduct();
let founder: Client;

beforeAll(async () => {
  founder = await product.founder();
});

interface Recommendation {
  businessModel: { slug: string; name: { zh: string } };
  rank: number;
  score: number;
  scoreAtLeast: number;
  scoreAtMost: number;
  verdicts: {
    rule: { slug: string; rationale: { en: string; zh: string } };
    weight: number;
    needed: boolean;
    holds: boolean | null;
    contribution: number;
    inputs: object[];
  }[];
  changes: { input: string; from: unknown; to: unknown; score: number; rank: number }[];
  gaps: { missingRoles: string[]; unknownRoles: string[]; unmet: { slug: string }[]; checklists: string[] };
}

interface Advice {
  version: number;
  recommendations: Recommendation[];
  notJudged: string[];
  openInputs: string[];
}

const ADVISE = `query ($profile: AdviceProfileInput!) { adviseBusinessModels(profile: $profile) {
  version notJudged openInputs
  recommendations {
    businessModel { slug name { zh } talentRoles { slug } } rank score scoreAtLeast scoreAtMost
    verdicts { rule { slug rationale { en zh } } weight needed holds contribution
      inputs { input operator expected seen holds } }
    changes { input from to score rank }
    gaps { missingRoles unknownRoles unmet { slug remedy { en } } checklists }
  }
} }`;

async function advise(profile: object): Promise<Advice> {
  return (await founder.query<{ adviseBusinessModels: Advice }>(ADVISE, { profile })).adviseBusinessModels;
}

/** What is said of one business model. */
async function of(slug: string, profile: object): Promise<Recommendation> {
  return (await advise(profile)).recommendations.find(({ businessModel }) => businessModel.slug === slug)!;
}

/** Three consultants with a client and little money. */
const STUDIO = {
  team: [
    { role: "algorithm-engineer", people: 3 },
    { role: "software-engineer", people: 1 },
    { role: "data-scientist", people: 0 },
  ],
  runwayMonths: 5,
  customers: ["ENTERPRISES"],
  pilotClients: 1,
  computeSecured: false,
};

test("the rules are published: each with its weights, and why, and those of a business model add up to 100", async () => {
  const { adviceRules, businessModels } = await founder.query<{
    adviceRules: {
      version: number;
      rules: {
        rationale: { en: string; zh: string };
        when: object;
        weights: { businessModel: string; weight: number }[];
      }[];
    };
    businessModels: { edges: { node: { slug: string } }[] };
  }>(`{
    adviceRules { version since rules { slug topic title { en zh } rationale { en zh } remedy { en zh } when
      weights { businessModel weight needed } } }
    businessModels(first: 8) { edges { node { slug } } }
  }`);
  expect(adviceRules.version).toBe(1);
  for (const { node } of businessModels.edges) {
    const weights = adviceRules.rules.flatMap((rule) => rule.weights);
    const own = weights.filter(({ businessModel }) => businessModel === node.slug);
    expect(own.reduce((sum, { weight }) => sum + weight, 0)).toBe(100);
  }
  expect(adviceRules.rules[0].when).toEqual({ ">=": [{ var: "team.software-engineer" }, 1] });
});

describe("advice", () => {
  test("ranks what fits first, and says which inputs decided by how much", async () => {
    const { version, recommendations } = await advise(STUDIO);
    expect(version).toBe(1);
    expect(recommendations.map(({ rank }) => rank)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(recommendations[0]).toMatchObject({
      businessModel: { slug: "technical-service", name: { zh: "技术服务" } },
      // algorithm-engineer 22 + software-engineer 8 + delivery-capacity 10 + pilot-client 18 + sells-to-enterprises 14
      score: 72,
      // operations-engineer 12 + ai-researcher 8 + industry-expertise 4 + compliance-owner 4 are open, none of them needed
      scoreAtMost: 100,
      scoreAtLeast: 72,
      changes: [],
    });
    expect(recommendations[0].verdicts).toContainEqual(
      expect.objectContaining({
        rule: expect.objectContaining({ slug: "delivery-capacity" }) as object,
        weight: 10,
        contribution: 10,
        holds: true,
        inputs: [{ input: "team.algorithm-engineer", operator: ">=", expected: 3, seen: 3, holds: true }],
      }),
    );
    for (const { score, verdicts } of recommendations)
      expect(verdicts.reduce((sum, { contribution }) => sum + contribution, 0)).toBe(score);
  });

  test("takes what is not known neither as yes nor as no", async () => {
    const verdict = async (profile: object) => {
      const { verdicts } = await of("api-service", profile);
      const { holds, contribution } = verdicts.find(({ rule }) => rule.slug === "compute-secured")!;
      return [holds, contribution];
    };
    expect(await verdict({})).toEqual([null, 0]);
    expect(await verdict({ computeSecured: null })).toEqual([null, 0]);
    expect(await verdict({ computeSecured: false })).toEqual([false, -20]);
    expect(await verdict({ computeSecured: true })).toEqual([true, 20]);
  });

  test("decides a rule without an open input that cannot matter", async () => {
    const { verdicts } = await of("vertical-solution", { regulatedIndustry: false });
    expect(verdicts.find(({ rule }) => rule.slug === "regulated-industry-covered")).toMatchObject({
      holds: true,
      inputs: [
        { input: "regulatedIndustry", seen: false, holds: true },
        { input: "complianceOwner", seen: null, holds: null },
      ],
    });
  });

  test("of nothing known ranks by name, and asks for everything", async () => {
    const { recommendations, openInputs } = await advise({});
    const slugs = recommendations.map(({ businessModel }) => businessModel.slug);
    expect(slugs).toEqual([...slugs].sort());
    expect(recommendations[0]).toMatchObject({ score: 0, scoreAtMost: 100 });
    expect(openInputs).toHaveLength(16);
  });

  test("says what would change it: the smallest step of one input, and the rank that follows", async () => {
    const { changes, rank } = await of("api-service", STUDIO);
    const compute = changes.find(({ input }) => input === "computeSecured")!;
    expect(compute).toMatchObject({ from: false, to: true });
    expect(compute.rank).toBeLessThan(rank);
    const then = await of("api-service", { ...STUDIO, computeSecured: true });
    expect(then).toMatchObject({ score: compute.score, rank: compute.rank });
    // Two years would bring 22 and a better rank; one year is the smaller step.
    const source = await of("open-source-community", { pilotClients: 1, runwayMonths: 1 });
    expect(source).toMatchObject({ rank: 8, score: 0 });
    expect(source.changes).toContainEqual({ input: "runwayMonths", from: 1, to: 12, score: 12, rank: 5 });
    expect(source.changes.filter(({ input }) => input === "runwayMonths")).toHaveLength(1);
  });

  test("names the gaps: roles that nobody has or that are open, rules not met, checklists", async () => {
    const { gaps } = await of("data-service", { ...STUDIO, ownData: false, dataRights: true });
    expect(gaps).toMatchObject({
      missingRoles: ["data-scientist"],
      unknownRoles: ["product-manager"],
      checklists: ["data-protection", "fairness", "intellectual-property", "model-and-data-security"],
    });
    expect(gaps.unmet.map(({ slug }) => slug)).toEqual(["own-data", "data-scientist", "sells-to-model-makers"]);
  });

  test("is the same for the same profile, whatever the order in which it is written", async () => {
    const reversed = { ...STUDIO, team: [...STUDIO.team].reverse() };
    expect(await advise(reversed)).toEqual(await advise(STUDIO));
  });

  test("leaves out drafts, and names what no rule speaks of yet", async () => {
    const admin = await product.admin();
    await create(admin, "BusinessModel", "made-by-hand", { name: text("Made by hand") });
    await create(admin, "BusinessModel", "unfinished", { name: text("Unfinished"), status: "DRAFT" });
    const { recommendations, notJudged } = await advise(STUDIO);
    expect(notJudged).toEqual(["made-by-hand"]);
    expect(recommendations).toHaveLength(8);
  });

  test("takes four statements, however much of it is asked for", async () => {
    expect(await countStatements(product, () => advise(STUDIO))).toBe(4);
  });
});

test.each([
  ["a role that there is not", { team: [{ role: "wizard", people: 1 }] }, "profile.team.0.role"],
  ["a role with hidden characters", { team: [{ role: "data-scientist\u200b", people: 1 }] }, "profile.team.0.role"],
  ["less than nobody", { team: [{ role: "ai-researcher", people: -1 }] }, "profile.team.0.people"],
  ["a role twice", { team: [1, 2].map((people) => ({ role: "ai-researcher", people })) }, "profile.team"],
  ["a negative runway", { runwayMonths: -1 }, "profile.runwayMonths"],
  ["a runway beyond reason", { runwayMonths: 601 }, "profile.runwayMonths"],
  ["a group twice", { customers: ["LEARNERS", "LEARNERS"] }, "profile.customers"],
  ["too many people", { communityMembers: 2_000_000_001 }, "profile.communityMembers"],
])("a profile with %s is refused by the name of the input", async (_what, profile, field) => {
  const { errors } = await founder.send(ADVISE, { profile });
  expect(errors).toMatchObject([{ extensions: { code: "BAD_USER_INPUT", field } }]);
});
