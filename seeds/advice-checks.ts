import { CUSTOMER_GROUPS, PROFILE_INPUTS, teamInput } from "../src/domains/business/advice/advice-facts.js";
import { SCORE_MAX } from "../src/domains/business/advice/advice.specs.js";
import { brokenLinks, fault } from "./checks.js";
import { faultsOfCondition, type FactForm } from "./condition-checks.js";
import type { Entry } from "./entries.js";
import type { Fault } from "./faults.js";
import type { AdviceRule } from "./format/advice.js";
import type { BusinessModel } from "./format/business-model.js";

/** What the rules are checked against. */
export interface AdviceGround {
  businessModels: readonly Entry<BusinessModel>[];
  businessModelSlugs: ReadonlySet<string>;
  roleSlugs: ReadonlySet<string>;
}

/** Rules that compare what a profile does not hold, that weigh a model twice or one that is not there. */
export function badAdviceRules(rules: readonly Entry<AdviceRule>[], ground: AdviceGround): Fault[] {
  const inputs = profileInputs(ground.roleSlugs);
  return rules.flatMap((entry) => {
    const { when, weights } = entry.value;
    const models = weights.map(({ businessModel }) => businessModel);
    const links = models.map((slug, at) => ({ path: ["weights", at, "businessModel"], slug }));
    return [
      ...faultsOfCondition(when, inputs, "input of a profile").map((message) => fault(entry, ["when"], message)),
      ...brokenLinks(entry, links, "business model", ground.businessModelSlugs),
      ...links
        .filter(({ slug }, at) => models.indexOf(slug) < at)
        .map(({ path, slug }) => fault(entry, path, `"${slug}" is weighed twice`)),
    ];
  });
}

/** Business models whose weights do not add up to the best score: their scores could not be compared. */
export function unevenModels({ businessModels }: AdviceGround, rules: readonly Entry<AdviceRule>[]): Fault[] {
  const weights = rules.flatMap(({ value }) => value.weights);
  return businessModels.flatMap((entry) => {
    const own = weights.filter(({ businessModel }) => businessModel === entry.value.slug);
    const total = own.reduce((sum, { weight }) => sum + weight, 0);
    const message = `the weights of its advice rules add up to ${total}, expected ${SCORE_MAX}`;
    return total === SCORE_MAX ? [] : [fault(entry, ["slug"], message)];
  });
}

function profileInputs(roles: ReadonlySet<string>): Map<string, FactForm> {
  const groups = CUSTOMER_GROUPS.map((value) => ({ value }));
  const named = Object.entries(PROFILE_INPUTS).map(([name, kind]): [string, FactForm] => [
    name,
    { kind, options: kind === "CHOICES" ? groups : [] },
  ]);
  const team = [...roles].map((role): [string, FactForm] => [teamInput(role), { kind: "NUMBER", options: [] }]);
  return new Map([...named, ...team]);
}
