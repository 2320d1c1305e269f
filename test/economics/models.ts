import { computeExactly, type Outcome } from "../../src/domains/business/economics/engine/exact.js";
import { Decimal } from "../../src/domains/business/economics/engine/amounts.js";
import {
  type InputValue,
  leversOf,
  seriesOf,
  type Setting,
} from "../../src/domains/business/economics/engine/input-values.js";
import type { Template } from "../../src/domains/business/economics/engine/template.js";
import { TEMPLATES } from "../../src/domains/business/economics/templates/template-catalogue.js";

export const SETTING: Setting = { startsOn: "2027-01", months: 12, currency: "USD", rates: [] };

export function templateOf(slug: string): Template {
  return TEMPLATES.get(slug)!;
}

/** Constants by their names, and whatever else an input may be. */
export function valuesOf(said: Record<string, string | InputValue>): Map<string, InputValue> {
  return new Map(
    Object.entries(said).map(([name, value]) => [
      name,
      typeof value === "string" ? { kind: "constant", amount: value } : value,
    ]),
  );
}

/** Every input of the template at its least, so that a test says all that counts. */
export function quiet(slug: string): Record<string, string> {
  return Object.fromEntries(templateOf(slug).inputs.map(({ name, min }) => [name, min.startsWith("-") ? "0" : min]));
}

export function outcomeOf(
  slug: string,
  said: Record<string, string | InputValue>,
  setting: Partial<Setting> = {},
): Outcome {
  const template = templateOf(slug);
  const whole = { ...SETTING, ...setting };
  const levers = leversOf(template, whole, valuesOf(said));
  const inputs = new Map([...levers].map(([name, lever]) => [name, seriesOf(lever)]));
  return computeExactly(template, inputs, whole.months);
}

/** What an output comes to in each month, as numbers. */
export function monthsOf({ series }: Outcome, name: string): number[] {
  return series.get(name)!.map((value) => value.toNumber());
}

export function figureOf({ figures }: Outcome, name: string): number {
  return figures.get(name)!.toNumber();
}

export function sum(values: readonly Decimal[]): Decimal {
  return values.reduce((total, value) => total.add(value), new Decimal(0));
}
