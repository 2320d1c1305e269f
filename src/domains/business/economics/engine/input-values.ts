import { InvalidInput } from "../../../../kernel/errors.js";
import type { MeasuredFigure } from "../../../training/costs/measured-run.specs.js";
import { findPrice } from "../price-lists.js";
import { type Decimal, Decimal as Amount, ZERO } from "./amounts.js";
import { type CalendarMonth, monthsAfter } from "./calendar.js";
import type { InputSpec, Template } from "./template.js";

/** An amount that holds from a month on, or, of single payments, in that month. */
export interface DatedAmount {
  month: CalendarMonth;
  amount: string;
}

/** What somebody says of an input. Money without a currency is in the model's. */
export type InputValue =
  | { kind: "constant"; amount: string; currency?: string }
  /** Grows by the same share every month. */
  | { kind: "growing"; amount: string; growth: string; currency?: string }
  /** Each amount holds until the next one. */
  | { kind: "dated"; amounts: DatedAmount[]; currency?: string }
  /** Each amount belongs to its month alone. */
  | { kind: "single"; amounts: DatedAmount[]; currency?: string }
  /** What a published price list says, as its prices change. */
  | { kind: "price"; list: string; item: string }
  /** What a training run had measured when it was linked, times `scale`. */
  | {
      kind: "run";
      runId: string;
      run: string;
      figure: MeasuredFigure;
      scale: string;
      amount: string;
      currency?: string;
      measuredAt: string;
    };

/** How much of the model's currency one unit of another is worth, from a month on. */
export interface ExchangeRate {
  currency: string;
  month: CalendarMonth;
  rate: string;
}

/** What amounts are read by. */
export interface Setting {
  startsOn: CalendarMonth;
  months: number;
  currency: string;
  rates: readonly ExchangeRate[];
}

/**
 * An input as a lever: in each month `base` times `profile`. Of a constant or growing input the base is its first amount; of
 * others it is 1, by which all that they say is multiplied.
 */
export interface Lever {
  base: Decimal;
  profile: Decimal[];
  multiplies: boolean;
}

/** Where the value of an input stands, for faults. */
export type FieldOf = (name: string) => string;

/** Levers of all inputs of a template: what is not said has the template's standard value. Throws `InvalidInput` naming the field. */
export function leversOf(
  template: Template,
  setting: Setting,
  values: ReadonlyMap<string, InputValue>,
  fieldOf: FieldOf = (name) => `inputs.${name}`,
): Map<string, Lever> {
  return new Map(
    template.inputs.map((spec) => {
      const value = values.get(spec.name) ?? { kind: "constant", amount: spec.default };
      const lever = leverOf(spec, value, setting, fieldOf(spec.name));
      requireRange(spec, seriesOf(lever), fieldOf(spec.name));
      return [spec.name, lever];
    }),
  );
}

export function seriesOf({ base, profile }: Lever): Decimal[] {
  return profile.map((part) => base.mul(part));
}

function leverOf(spec: InputSpec, value: InputValue, setting: Setting, field: string): Lever {
  const { startsOn, months } = setting;
  const each = (of: (month: number) => Decimal) => Array.from({ length: months }, (_, month) => of(month));
  if (value.kind === "price") {
    const prices = findPrice(value.list, value.item);
    if (!prices) throw new InvalidInput(field, `there is no price ${value.item} in a list ${value.list}.`);
    if (prices.unit !== spec.unit)
      throw new InvalidInput(field, `is in ${spec.unit}, and that price in ${prices.unit}.`);
    const rate = ratesOf(prices.currency, setting, field);
    const held = stepsOf(prices.prices, startsOn, months, field);
    return { base: new Amount(1), profile: each((month) => held[month].mul(rate[month])), multiplies: true };
  }
  const isMoney = spec.unit === "money" || spec.unit.startsWith("money/");
  if (value.currency !== undefined && !isMoney)
    throw new InvalidInput(field, `is in ${spec.unit}, and has no currency.`);
  const rate = ratesOf(isMoney ? (value.currency ?? setting.currency) : setting.currency, setting, field);
  switch (value.kind) {
    case "constant":
    case "run":
      return { base: new Amount(value.amount), profile: rate, multiplies: false };
    case "growing": {
      const step = new Amount(value.growth).add(1);
      let grown = new Amount(1);
      const profile = rate.map((worth, month) => worth.mul(month === 0 ? grown : (grown = grown.mul(step))));
      return { base: new Amount(value.amount), profile, multiplies: false };
    }
    case "dated": {
      const held = stepsOf(value.amounts, startsOn, months, field);
      return { base: new Amount(1), profile: each((month) => held[month].mul(rate[month])), multiplies: true };
    }
    case "single": {
      const paid = each(() => ZERO);
      value.amounts.forEach(({ month, amount }, at) => {
        const index = monthsAfter(startsOn, month);
        if (index < 0 || index >= months)
          throw new InvalidInput(
            `${field}.${at}.month`,
            `${month} lies outside the model's ${months} months from ${startsOn}.`,
          );
        paid[index] = paid[index].add(amount);
      });
      return { base: new Amount(1), profile: paid.map((amount, month) => amount.mul(rate[month])), multiplies: true };
    }
  }
}

/** The amount that holds in each month. Throws when none holds from the start, or when two are of the same month. */
function stepsOf(amounts: readonly DatedAmount[], startsOn: CalendarMonth, months: number, field: string): Decimal[] {
  const sorted = amounts.toSorted((a, b) => (a.month < b.month ? -1 : 1));
  const twice = sorted.find(({ month }, at) => month === sorted[at - 1]?.month);
  if (twice) throw new InvalidInput(field, `has two amounts from ${twice.month}.`);
  if (!sorted.length || monthsAfter(startsOn, sorted[0].month) > 0)
    throw new InvalidInput(field, `has no amount that holds in ${startsOn}, the model's first month.`);
  return Array.from({ length: months }, (_, month) => {
    const holding = sorted.findLast((dated) => monthsAfter(startsOn, dated.month) <= month)!;
    return new Amount(holding.amount);
  });
}

function ratesOf(currency: string, { currency: own, rates, startsOn, months }: Setting, field: string): Decimal[] {
  if (currency === own) return Array.from({ length: months }, () => new Amount(1));
  const known = rates.filter((rate) => rate.currency === currency);
  if (!known.some(({ month }) => monthsAfter(startsOn, month) <= 0))
    throw new InvalidInput(
      field,
      `is in ${currency}, and the model has no rate of it to ${own} that holds in ${startsOn}.`,
    );
  return stepsOf(
    known.map(({ month, rate }) => ({ month, amount: rate })),
    startsOn,
    months,
    field,
  );
}

function requireRange({ min, max, unit }: InputSpec, series: readonly Decimal[], field: string): void {
  const at = series.findIndex((value) => value.lessThan(min) || value.greaterThan(max));
  if (at < 0) return;
  const value = series[at].toSignificantDigits(12).toString();
  throw new InvalidInput(
    field,
    `is ${value} in month ${at + 1}, and must be from ${min} to ${max} (${unit === "1" ? "a share" : unit}).`,
  );
}

/** Between which values the lever's base may be moved, all else equal, so that no month leaves the input's range. */
export function leverRange({ min, max }: InputSpec, { profile }: Lever): [Decimal, Decimal] {
  let [low, high] = [new Amount(-1e30), new Amount(1e30)];
  for (const part of profile) {
    if (part.isZero()) continue;
    const [a, b] = [new Amount(min).div(part), new Amount(max).div(part)];
    low = Amount.max(low, Amount.min(a, b));
    high = Amount.min(high, Amount.max(a, b));
  }
  return [low, high];
}
