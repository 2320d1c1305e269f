import type { FormulaSpec, InputSpec, TemplatePart, Topic } from "../engine/template.js";

/** One way in which money comes in: it has formulas called `<name>Revenue` and `<name>Cost`. */
export interface Earning extends TemplatePart {
  name: string;
}

/** Bounds that many inputs share: [default, least, most]. */
export type Bounds = readonly [standard: string, min: string, max: string];

/** Largest amount of money, and largest count, that a model takes for a month. */
export const MONEY_MAX = "1000000000000";
export const COUNT_MAX = "1000000000";

export const money = (standard: string): Bounds => [standard, "0", MONEY_MAX];
export const count = (standard: string): Bounds => [standard, "0", COUNT_MAX];
export const share = (standard: string): Bounds => [standard, "0", "1"];

/** Declares the inputs of one topic. */
export function inputsOf(topic: Topic) {
  return (
    name: string,
    unit: string,
    [standard, min, max]: Bounds,
    en: string,
    zh: string,
    runFigures?: InputSpec["runFigures"],
  ): InputSpec => ({ name, topic, unit, label: { en, zh }, default: standard, min, max, runFigures });
}

export function formula(name: string, unit: string, text: string, en: string, zh: string): FormulaSpec {
  return { name, unit, formula: text, label: { en, zh } };
}
