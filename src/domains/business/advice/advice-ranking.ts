import { comparisonsOf, type ComparedFact } from "../../../kernel/rules/condition.js";
import { truthOf, type Fact, type Facts, type Truth } from "../../../kernel/rules/truth.js";
import type { AdviceRule } from "./advice.specs.js";

/** One comparison of a rule, beside what the profile says. */
export interface SeenInput extends Pick<ComparedFact, "operator"> {
  input: string;
  expected: ComparedFact["value"];
  /** Null while it is not known. */
  seen: Fact | null;
  holds: Truth;
}

/** What a rule comes to for one business model. */
export interface AdviceVerdict {
  rule: AdviceRule;
  weight: number;
  needed: boolean;
  holds: Truth;
  /** The weight where it holds; less than nothing where it is needed and does not; nothing while that is not known. */
  contribution: number;
  inputs: SeenInput[];
}

/** One place of the ranking. The contributions of the verdicts add up to the score. */
export interface RankedModel {
  slug: string;
  rank: number;
  score: number;
  /** No answers to what is not known can bring the score below or above. */
  scoreAtLeast: number;
  scoreAtMost: number;
  verdicts: AdviceVerdict[];
}

type Scored = Omit<RankedModel, "rank">;

/** The business models from the best fit down: by score, then by what is still possible, then by name. Those that no rule speaks of are left out. */
export function rankingOf(models: readonly string[], rules: readonly AdviceRule[], facts: Facts): RankedModel[] {
  const judged = rules.map((rule) => ({ rule, holds: truthOf(rule.when, facts), inputs: seenBy(rule, facts) }));
  const scored = models.flatMap((slug): Scored[] => {
    const verdicts = judged.flatMap(({ rule, holds, inputs }): AdviceVerdict[] => {
      const counted = rule.weights.find(({ businessModel }) => businessModel === slug);
      if (!counted) return [];
      const { weight, needed } = counted;
      return [{ rule, weight, needed, holds, contribution: contributionOf(holds, weight, needed), inputs }];
    });
    return verdicts.length > 0 ? [scoredBy(slug, verdicts)] : [];
  });
  return scored.sort(better).map((model, at) => ({ ...model, rank: at + 1 }));
}

function contributionOf(holds: Truth, weight: number, needed: boolean): number {
  if (holds === null) return 0;
  return holds ? weight : needed ? -weight : 0;
}

function scoredBy(slug: string, verdicts: AdviceVerdict[]): Scored {
  const sum = (worth: (verdict: AdviceVerdict) => number) => verdicts.reduce((all, verdict) => all + worth(verdict), 0);
  const score = sum(({ contribution }) => contribution);
  return {
    ...{ slug, verdicts, score },
    scoreAtLeast: score - sum(({ holds, weight, needed }) => (holds === null && needed ? weight : 0)),
    scoreAtMost: score + sum(({ holds, weight }) => (holds === null ? weight : 0)),
  };
}

function better(a: Scored, b: Scored): number {
  return b.score - a.score || b.scoreAtMost - a.scoreAtMost || (a.slug < b.slug ? -1 : 1);
}

function seenBy({ when }: AdviceRule, facts: Facts): SeenInput[] {
  return comparisonsOf(when).map(({ fact, operator, value, comparison }) => ({
    ...{ input: fact, operator, expected: value, seen: facts[fact] ?? null },
    holds: truthOf(comparison, facts),
  }));
}
