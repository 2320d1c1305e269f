import type { GraphQLResolveInfo } from "graphql";
import { InvalidInput } from "../../../kernel/errors.js";
import { checkInput } from "../../../kernel/input.js";
import type { Reader, Row } from "../../../kernel/read/reader.js";
import { comparisonsOf } from "../../../kernel/rules/condition.js";
import type { Facts } from "../../../kernel/rules/truth.js";
import type { Viewer } from "../../accounts/viewer.js";
import { businessModelView } from "../business.views.js";
import { changesFor, type AdviceChange } from "./advice-changes.js";
import { factsOf, teamInput } from "./advice-facts.js";
import { rankingOf, type RankedModel } from "./advice-ranking.js";
import { ADVICE_RULES } from "./advice.content.js";
import { adviceProfile, type AdviceProfile, type AdviceRule } from "./advice.specs.js";

/** The rules in force. The version counts up with every change of any of them. */
export interface AdviceRules {
  version: number;
  since: Date;
  rules: AdviceRule[];
}

/** What stands between a client and a business model. */
export interface AdviceGaps {
  /** Slugs of roles that the model needs: nobody has them, or it is not known whether anybody has. */
  missingRoles: string[];
  unknownRoles: string[];
  /** Rules that are known not to hold, those first that cost the most. */
  unmet: AdviceRule[];
  /** Slugs of the checklists that the model triggers. */
  checklists: string[];
}

/** One place of the ranking as its GraphQL type sees it. */
export interface Recommendation extends Omit<RankedModel, "slug"> {
  businessModel: Row;
  changes: AdviceChange[];
  gaps: AdviceGaps;
}

/** What the rules say to a profile. */
export interface Advice {
  version: number;
  recommendations: Recommendation[];
  /** Slugs of published business models that no rule speaks of. */
  notJudged: string[];
  /** Inputs that some rule compares and the profile leaves open. */
  openInputs: string[];
}

/** What advice needs of a business model. */
interface AdvisedModel {
  slug: string;
  talentRoles: string[];
  checklists: string[];
}

const MODELS_MAX = 100;

/** Ranks the catalogue for a client by rules that stand in the content, and says why. Keeps nothing. */
export class AdviceService {
  constructor(private readonly reader: Reader) {}

  /** The rules in force; they are published, so whoever is signed in reads them. */
  async rules(): Promise<AdviceRules> {
    const [set] = await this.reader.query<AdviceRules>(
      `select revision as version, updated_at as since, rules from advice_rule_set where slug = $1`,
      [ADVICE_RULES],
    );
    return set ?? { version: 0, since: new Date(0), rules: [] };
  }

  /** The published business models, at most 100, the best fit first. Throws `InvalidInput` naming the faulty input of the profile. */
  async advise(viewer: Viewer, given: object, info: GraphQLResolveInfo): Promise<Advice> {
    const profile = checkInput(adviceProfile, given, "profile");
    const [{ version, rules }, models] = await Promise.all([
      this.rules(),
      this.models(viewer, info),
      this.checkRoles(profile),
    ]);
    const facts = factsOf(profile);
    const ranking = rankingOf([...models.keys()], rules, facts);
    const changes = changesFor(ranking, rules, facts);
    const compared = rules.flatMap(({ when }) => comparisonsOf(when).map(({ fact }) => fact));
    const ranked = new Set(ranking.map(({ slug }) => slug));
    return {
      version,
      recommendations: ranking.map(({ slug, ...place }) => {
        const { row, facts: model } = models.get(slug)!;
        return { ...place, businessModel: row, changes: changes.get(slug)!, gaps: gapsOf(place, model, facts) };
      }),
      notJudged: [...models.keys()].filter((slug) => !ranked.has(slug)),
      openInputs: [...new Set(compared)].filter((input) => !Object.hasOwn(facts, input)),
    };
  }

  private async models(viewer: Viewer, info: GraphQLResolveInfo) {
    const published = await this.reader.query<{ id: string }>(
      `select id from business_model where status = 'PUBLISHED' order by id limit ${MODELS_MAX}`,
      [],
    );
    const found = await this.reader.annotated<AdvisedModel>(
      businessModelView.shape(viewer),
      published.map(({ id }) => id),
      {
        where: businessModelView.visible(viewer),
        facts: (model) =>
          `json_build_object('slug', ${model}.slug, 'talentRoles', ${model}.talent_roles, 'checklists', ${model}.checklists)`,
      },
      info,
      ["recommendations", "businessModel"],
    );
    const bySlug = found.sort((a, b) => (a.facts.slug < b.facts.slug ? -1 : 1));
    return new Map(bySlug.map((model) => [model.facts.slug, model]));
  }

  private async checkRoles({ team = [] }: AdviceProfile): Promise<void> {
    if (team.length === 0) return;
    const roles = await this.reader.query<{ slug: string }>(`select slug from talent_role`, []);
    const known = new Set(roles.map(({ slug }) => slug));
    const at = team.findIndex(({ role }) => !known.has(role));
    if (at >= 0) throw new InvalidInput(`profile.team.${at}.role`, `there is no talent role ${team[at].role}.`);
  }
}

function gapsOf(
  { verdicts }: Pick<RankedModel, "verdicts">,
  { talentRoles, checklists }: AdvisedModel,
  facts: Facts,
): AdviceGaps {
  const cost = (weight: number, needed: boolean) => (needed ? 2 * weight : weight);
  const unmet = verdicts.filter(({ holds }) => holds === false);
  return {
    missingRoles: talentRoles.filter((role) => facts[teamInput(role)] === 0),
    unknownRoles: talentRoles.filter((role) => facts[teamInput(role)] === undefined),
    unmet: unmet.sort((a, b) => cost(b.weight, b.needed) - cost(a.weight, a.needed)).map(({ rule }) => rule),
    checklists,
  };
}
