import { z } from "zod";

/** The name of a fact: words joined by hyphens or dots, such as `personal-data` or `team.data-scientist`. */
const name = z
  .string()
  .max(80)
  .regex(/^[a-z0-9][a-zA-Z0-9]*([.-][a-zA-Z0-9]+)*$/, "must be words joined by single hyphens or dots");

/** A reference to a fact, as JsonLogic writes it. */
const fact = z.strictObject({ var: name });

const TWO = "must compare a fact, {var: name}, with one value";
const value = z.union([z.string().min(1).max(80), z.boolean()]);
const equals = z.strictObject({ "==": z.tuple([fact, value], TWO) });
const atLeast = z.strictObject({ ">=": z.tuple([fact, z.number()], TWO) });
const above = z.strictObject({ ">": z.tuple([fact, z.number()], TWO) });
const below = z.strictObject({ "<": z.tuple([fact, z.number()], TWO) });
const includes = z.strictObject({
  in: z.tuple([z.string().min(1).max(80), fact], "must be an option and a fact, {var: name}"),
});

/** One comparison of a fact. */
export type Comparison = z.output<typeof equals | typeof atLeast | typeof above | typeof below | typeof includes>;

/**
 * When a rule holds: JsonLogic (jsonlogic.com), of which rules use `and`, `or` and comparisons of one fact. There is no
 * negation, so that a rule says in words what has to be so. `{and: []}` always holds.
 */
export type RuleCondition = Comparison | { and: RuleCondition[] } | { or: RuleCondition[] };

const PARTS_MAX = 20;

export const ruleCondition: z.ZodType<RuleCondition> = z.lazy(() =>
  z.union(
    [
      equals,
      atLeast,
      above,
      below,
      includes,
      z.strictObject({ and: z.array(ruleCondition).max(PARTS_MAX) }),
      z.strictObject({ or: z.array(ruleCondition).min(1).max(PARTS_MAX) }),
    ],
    "must be and, or, or a comparison (==, >=, >, <, in) of a fact, {var: name}, with one value",
  ),
);

/** What a comparison compares. */
export interface ComparedFact {
  fact: string;
  operator: "==" | ">=" | ">" | "<" | "in";
  value: string | boolean | number;
  comparison: Comparison;
}

/** Every comparison of a condition, in the order written. */
export function comparisonsOf(condition: RuleCondition): ComparedFact[] {
  if ("and" in condition) return condition.and.flatMap(comparisonsOf);
  if ("or" in condition) return condition.or.flatMap(comparisonsOf);
  const comparison = condition;
  if ("in" in comparison) {
    const [value, { var: fact }] = comparison.in;
    return [{ fact, operator: "in", value, comparison }];
  }
  const [[operator, [{ var: fact }, value]]] = Object.entries(comparison) as [
    ["==" | ">=" | ">" | "<", [{ var: string }, string | boolean | number]],
  ];
  return [{ fact, operator, value, comparison }];
}
