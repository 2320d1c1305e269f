import { z } from "zod";
import { slug } from "../../content/content.specs.js";

/** A reference to a question's answer, as JsonLogic writes it. */
const answer = z.strictObject({ var: slug });

const TWO = "must compare an answer, {var: question}, with one value";
const value = z.union([z.string().min(1).max(80), z.boolean()]);
const equals = z.strictObject({ "==": z.tuple([answer, value], TWO) });
const atLeast = z.strictObject({ ">=": z.tuple([answer, z.number()], TWO) });
const above = z.strictObject({ ">": z.tuple([answer, z.number()], TWO) });
const below = z.strictObject({ "<": z.tuple([answer, z.number()], TWO) });
const includes = z.strictObject({
  in: z.tuple([z.string().min(1).max(80), answer], "must be an option and an answer, {var: question}"),
});

/** One comparison of an answer. */
export type Comparison = z.output<typeof equals | typeof atLeast | typeof above | typeof below | typeof includes>;

/**
 * When a rule holds: JsonLogic (jsonlogic.com), of which rules use `and`, `or` and comparisons of one answer. There is no
 * negation, so that a rule says in words what has to be so. `{and: []}` always holds.
 */
export type ScopingCondition = Comparison | { and: ScopingCondition[] } | { or: ScopingCondition[] };

const PARTS_MAX = 20;

export const scopingCondition: z.ZodType<ScopingCondition> = z.lazy(() =>
  z.union(
    [
      equals,
      atLeast,
      above,
      below,
      includes,
      z.strictObject({ and: z.array(scopingCondition).max(PARTS_MAX) }),
      z.strictObject({ or: z.array(scopingCondition).min(1).max(PARTS_MAX) }),
    ],
    "must be and, or, or a comparison (==, >=, >, <, in) of an answer, {var: question}, with one value",
  ),
);

/** What a comparison compares. */
export interface ComparedAnswer {
  question: string;
  operator: "==" | ">=" | ">" | "<" | "in";
  value: string | boolean | number;
  comparison: Comparison;
}

/** Every comparison of a condition, in the order written. */
export function comparisonsOf(condition: ScopingCondition): ComparedAnswer[] {
  if ("and" in condition) return condition.and.flatMap(comparisonsOf);
  if ("or" in condition) return condition.or.flatMap(comparisonsOf);
  const comparison = condition;
  if ("in" in comparison) {
    const [value, { var: question }] = comparison.in;
    return [{ question, operator: "in", value, comparison }];
  }
  const [[operator, [{ var: question }, value]]] = Object.entries(comparison) as [
    ["==" | ">=" | ">" | "<", [{ var: string }, string | boolean | number]],
  ];
  return [{ question, operator, value, comparison }];
}
