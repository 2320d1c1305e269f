import type { Decimal } from "./amounts.js";
import { referencesOf, type Expression } from "./expression.js";
import type { Outcome } from "./exact.js";
import type { InputSpec, Formula, Template } from "./template.js";

/** One thing that a number is made of, as it stood when it was read. */
export interface Ingredient {
  spec: InputSpec | Formula;
  /** From 1; null for a whole series or a figure. */
  month: number | null;
  /** Null for a whole series, and for what is not defined. */
  value: Decimal | null;
}

/** Where a number comes from: its formula and what that reads, each of which can be asked again. */
export interface Explanation {
  spec: InputSpec | Formula;
  month: number | null;
  value: Decimal;
  /** Null of an input: somebody said so. */
  formula: string | null;
  ingredients: Ingredient[];
}

/** What there is by that name, or undefined. */
export function findSpec(template: Template, name: string): InputSpec | Formula | undefined {
  const called = (spec: { name: string }) => spec.name === name;
  return template.formulas.find(called) ?? template.figures.find(called) ?? template.inputs.find(called);
}

/** Explains an input or a formula in a month (from 1), or a figure, which has none. The name and the month are known to fit. */
export function explain(template: Template, outcome: Outcome, name: string, month: number | null): Explanation {
  const spec = findSpec(template, name)!;
  const value = month === null ? outcome.figures.get(name)! : outcome.series.get(name)![month - 1];
  if (!("formula" in spec)) return { spec, month, value, formula: null, ingredients: [] };
  return { spec, month, value, formula: spec.formula, ingredients: ingredientsOf(spec.expression) };

  function ingredientsOf(expression: Expression): Ingredient[] {
    return referencesOf(expression).map(({ name: read, when }) => {
      const of = findSpec(template, read)!;
      if (when === "whole") return { spec: of, month: null, value: null };
      if (month === null) return { spec: of, month: null, value: outcome.figures.get(read)! };
      const at = when === "now" ? month : month - 1;
      return at < 1
        ? { spec: of, month: null, value: null }
        : { spec: of, month: at, value: outcome.series.get(read)![at - 1] };
    });
  }
}
