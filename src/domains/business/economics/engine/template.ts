import type { Localized } from "../../../../kernel/localized.js";
import type { MeasuredFigure } from "../../../training/costs/measured-run.specs.js";
import { type Expression, referencesOf } from "./expression.js";
import { parseFormula } from "./formula-text.js";
import { requireUnit } from "./unit.js";

/** What an input is about, for arranging what people fill in. The keys are GraphQL's names. */
export enum Topic {
  CUSTOMERS = "CUSTOMERS",
  REVENUE = "REVENUE",
  COMPUTE = "COMPUTE",
  DELIVERY = "DELIVERY",
  PEOPLE = "PEOPLE",
  OVERHEAD = "OVERHEAD",
  CASH = "CASH",
}

/** Something that a model has to be told. Every amount is of one month. */
export interface InputSpec {
  name: string;
  topic: Topic;
  label: Localized;
  unit: string;
  /** A plausible beginning, to be replaced: no fact. */
  default: string;
  min: string;
  max: string;
  /** What of a training run can stand for it. */
  runFigures?: readonly MeasuredFigure[];
}

/** Something that is computed for each month. */
export interface FormulaSpec {
  name: string;
  label: Localized;
  unit: string;
  formula: string;
}

/** A part that formulas are made of; templates are put together from parts. */
export interface TemplatePart {
  inputs: readonly InputSpec[];
  formulas: readonly FormulaSpec[];
}

export type Formula = FormulaSpec & { expression: Expression };

/** The model of one way to earn: what it has to be told, what is computed of it each month, and of all months together. */
export interface Template {
  inputs: readonly InputSpec[];
  /** Each after all that it reads of the same month. */
  formulas: readonly Formula[];
  /** One number each, over all months; they read whole series and the figures before them. */
  figures: readonly Formula[];
}

/** Puts a template together. Throws for a formula that cannot be computed in the order given, or whose units clash. */
export function defineTemplate(parts: readonly TemplatePart[], figureSpecs: readonly FormulaSpec[]): Template {
  const inputs = parts.flatMap((part) => part.inputs);
  const parsed = (specs: readonly FormulaSpec[]) =>
    specs.map((spec) => ({ ...spec, expression: parseFormula(spec.formula) }));
  const formulas = parsed(parts.flatMap((part) => part.formulas));
  const figures = parsed(figureSpecs);
  const units = new Map<string, string>();
  for (const { name, unit } of [...inputs, ...formulas, ...figures]) {
    if (units.has(name)) throw new Error(`${name} stands twice`);
    units.set(name, unit);
  }
  const unitOf = (name: string) => units.get(name)!;
  const computed = new Set(inputs.map(({ name }) => name));
  const series = new Set([...inputs, ...formulas].map(({ name }) => name));
  const check = ({ name: formula, unit, expression }: Formula, whole: boolean) => {
    for (const { name, when } of referencesOf(expression)) {
      const known = when === "now" ? computed.has(name) : series.has(name) && (when === "whole") === whole;
      if (!known) throw new Error(`${formula} reads ${name}, which is not there (yet)`);
    }
    try {
      requireUnit(expression, unit, unitOf);
    } catch (error) {
      throw new Error(`${formula} ${(error as Error).message}`, { cause: error });
    }
    computed.add(formula);
  };
  for (const formula of formulas) check(formula, false);
  // A figure reads series as a whole, and figures before it.
  computed.clear();
  for (const figure of figures) check(figure, true);
  return { inputs, formulas, figures };
}
