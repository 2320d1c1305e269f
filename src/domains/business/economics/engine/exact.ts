import { type Decimal, Decimal as Amount, quotient, UNDEFINED, ZERO } from "./amounts.js";
import { type Expression, type Reduction, ZERO_MARGIN } from "./expression.js";
import type { Template } from "./template.js";

/** Everything that a model comes to: a value for each month by name, and the figures over all months. */
export interface Outcome {
  months: number;
  /** Inputs and formulas. */
  series: ReadonlyMap<string, readonly Decimal[]>;
  figures: ReadonlyMap<string, Decimal>;
}

/** Computes a model in decimals. `inputs` has an amount for each month of every input of the template. */
export function computeExactly(
  template: Template,
  inputs: ReadonlyMap<string, readonly Decimal[]>,
  months: number,
): Outcome {
  const series = new Map<string, Decimal[]>();
  for (const { name } of template.inputs) series.set(name, [...inputs.get(name)!]);
  for (const { name } of template.formulas) series.set(name, []);
  const figures = new Map<string, Decimal>();
  for (let month = 0; month < months; month++)
    for (const { name, expression } of template.formulas)
      series.get(name)!.push(valueOf(expression, { series, figures, month }));
  for (const { name, expression } of template.figures)
    figures.set(name, valueOf(expression, { series, figures, month: undefined }));
  return { months, series, figures };
}

/** Where an expression is computed; without a month it is a figure. */
export interface Place {
  series: ReadonlyMap<string, readonly Decimal[]>;
  figures: ReadonlyMap<string, Decimal>;
  month: number | undefined;
}

/** The value of an expression. */
export function valueOf(expression: Expression, place: Place): Decimal {
  const { series, figures, month } = place;
  const of = (part: Expression) => valueOf(part, place);
  switch (expression.op) {
    case "number":
      return new Amount(expression.value);
    case "name":
      return month === undefined ? figures.get(expression.name)! : series.get(expression.name)![month];
    case "previous":
      return month === 0 ? of(expression.first) : series.get(expression.name)![month! - 1];
    case "delayed":
      return delayed(series.get(expression.name)!, month!, of(expression.months));
    case "add":
      return of(expression.left).add(of(expression.right));
    case "subtract":
      return of(expression.left).sub(of(expression.right));
    case "multiply":
      return of(expression.left).mul(of(expression.right));
    case "divide":
      return quotient(of(expression.left), of(expression.right));
    case "least":
      return Amount.min(of(expression.left), of(expression.right));
    case "greatest":
      return Amount.max(of(expression.left), of(expression.right));
    case "ratio": {
      const divisor = of(expression.right);
      return divisor.isZero() ? of(expression.otherwise) : of(expression.left).div(divisor);
    }
    default:
      return reduce(expression.op, series.get(expression.name)!);
  }
}

/** What a series was so many months ago: a part of it one whole month further back, as far as the delay reaches into it. */
function delayed(values: readonly Decimal[], month: number, months: Decimal): Decimal {
  if (!months.isFinite()) return UNDEFINED;
  const whole = months.floor();
  const part = months.sub(whole);
  const at = (back: number) => values[month - back] ?? ZERO;
  const back = whole.toNumber();
  return at(back)
    .mul(new Amount(1).sub(part))
    .add(at(back + 1).mul(part));
}

function reduce(reduction: Reduction, values: readonly Decimal[]): Decimal {
  const below = (value: Decimal) => !value.greaterThanOrEqualTo(-ZERO_MARGIN);
  switch (reduction) {
    case "total":
      return values.reduce((sum, value) => sum.add(value), ZERO);
    case "final":
      return values.at(-1)!;
    case "lowest":
      return values.reduce((least, value) => Amount.min(least, value));
    case "firstBelow": {
      const first = values.findIndex(below);
      return first < 0 ? UNDEFINED : new Amount(first + 1);
    }
    case "lastingFrom": {
      const last = values.findLastIndex(below);
      return last === values.length - 1 ? UNDEFINED : new Amount(last + 2);
    }
  }
}
