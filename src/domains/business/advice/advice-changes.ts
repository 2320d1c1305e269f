import { comparisonsOf, type ComparedFact } from "../../../kernel/rules/condition.js";
import type { Fact, Facts } from "../../../kernel/rules/truth.js";
import { rankingOf, type RankedModel } from "./advice-ranking.js";
import type { AdviceRule } from "./advice.specs.js";

/** One input that, were it otherwise, would move a business model up. */
export interface AdviceChange {
  input: string;
  /** Null where it is not known. */
  from: Fact | null;
  to: Fact;
  score: number;
  rank: number;
}

/** A profile with one input changed, and the ranking that follows. */
interface Trial {
  change: Pick<AdviceChange, "input" | "from" | "to">;
  ranked: ReadonlyMap<string, RankedModel>;
}

/**
 * For each ranked model the single changes of the profile that raise its score and its rank, the most effective first. Of a number the
 * smallest step that does; a change that helps a model only by harming the others is none.
 */
export function changesFor(
  ranking: readonly RankedModel[],
  rules: readonly AdviceRule[],
  facts: Facts,
): Map<string, AdviceChange[]> {
  const models = ranking.map(({ slug }) => slug);
  const trials = singleChanges(rules, facts).map((change): Trial => ({
    change,
    ranked: new Map(
      rankingOf(models, rules, { ...facts, [change.input]: change.to }).map((model) => [model.slug, model]),
    ),
  }));
  return new Map(ranking.map((model) => [model.slug, rising(model, trials)]));
}

function rising(model: RankedModel, trials: readonly Trial[]): AdviceChange[] {
  const changes: AdviceChange[] = [];
  for (const { change, ranked } of trials) {
    const { score, rank } = ranked.get(model.slug)!;
    if (score <= model.score || rank >= model.rank) continue;
    const stepped = changes.some(({ input }) => input === change.input && typeof change.to === "number");
    if (!stepped) changes.push({ ...change, score, rank });
  }
  return changes.sort((a, b) => a.rank - b.rank || b.score - a.score);
}

/** Every value that rules tell apart and the profile does not have, one input at a time; numbers by the size of the step. */
function singleChanges(rules: readonly AdviceRule[], facts: Facts): Trial["change"][] {
  const compared = rules.flatMap(({ when }) => comparisonsOf(when));
  return [...new Set(compared.map(({ fact }) => fact))].flatMap((input) => {
    const from = Object.hasOwn(facts, input) ? facts[input] : null;
    const of = compared.filter(({ fact }) => fact === input);
    const values = [...new Set(of.map((comparison) => fulfilling(comparison, from)))];
    if (typeof values[0] === "number") values.sort((a, b) => step(from, a) - step(from, b));
    return values.filter((to) => to !== from).map((to) => ({ input, from, to }));
  });
}

/** The value nearest to the present one that makes a comparison hold. */
function fulfilling({ operator, value }: ComparedFact, from: Fact | null): Fact {
  switch (operator) {
    case "==":
      return value;
    case "in": {
      const chosen = Array.isArray(from) ? from : [];
      return chosen.includes(String(value)) ? from! : [...chosen, String(value)];
    }
    case ">=":
      return typeof from === "number" && from >= Number(value) ? from : value;
    case ">":
      return typeof from === "number" && from > Number(value) ? from : Number(value) + 1;
    case "<":
      return typeof from === "number" && from < Number(value) ? from : Number(value) - 1;
  }
}

function step(from: Fact | null, to: Fact): number {
  return Math.abs(Number(to) - Number(from ?? 0));
}
