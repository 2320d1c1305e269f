import { InvalidInput } from "../../../kernel/errors.js";
import { Decimal } from "./engine/amounts.js";
import { computeExactly, type Outcome } from "./engine/exact.js";
import { type Lever, leverRange, seriesOf } from "./engine/input-values.js";
import { evenly, seek, tornado, type TornadoBar } from "./engine/sensitivity.js";
import type { InputSpec } from "./engine/template.js";
import { WhatIf } from "./engine/what-if.js";
import { type Case, requireOutput } from "./economic-results.service.js";

/** An input that is varied, from where to where, in how many steps. */
export interface Varied {
  input: string;
  from: string;
  to: string;
  steps: number;
}

export interface Goal {
  input: string;
  output: string;
  month?: number | null;
  target: string;
  from?: string | null;
  to?: string | null;
}

export interface SoughtGoal {
  reached: boolean;
  value: string | null;
  outcome: string | null;
  from: string;
  to: string;
}

const STEPS_MAX = 61;
const GRID_MAX = 15;

/** What outputs of a case would be if inputs were others. Cases are the viewer's own already. */
export class Sensitivity {
  /** An output at each value of one input. */
  oneWay(of: Case, varied: Varied, output: string, month?: number | null): { input: string; output: string | null }[] {
    const { name, values } = checkVaried(of, varied, "vary", STEPS_MAX);
    const outputs = whatIfOf(of, output, month).values({ [name]: values });
    return values.map((value, at) => ({ input: textOf(value)!, output: textOf(outputs[at]) }));
  }

  /** An output at each pair of values of two inputs; a row for each value of the first. */
  twoWay(of: Case, first: Varied, second: Varied, output: string, month?: number | null) {
    const rows = checkVaried(of, first, "rows", GRID_MAX);
    const columns = checkVaried(of, second, "columns", GRID_MAX);
    if (rows.name === columns.name)
      throw new InvalidInput("columns.input", "must be another input than that of the rows.");
    const outputs = whatIfOf(of, output, month).values({
      [rows.name]: rows.values.flatMap((value) => columns.values.map(() => value)),
      [columns.name]: rows.values.flatMap(() => columns.values),
    });
    const width = columns.values.length;
    return {
      rows: rows.values.map((value) => textOf(value)!),
      columns: columns.values.map((value) => textOf(value)!),
      outputs: rows.values.map((_, row) => columns.values.map((_, column) => textOf(outputs[row * width + column]))),
    };
  }

  /** Which inputs move an output most, when each is lowered and raised by a share of itself. */
  tornado(of: Case, output: string, share: number, month?: number | null): TornadoBar[] {
    if (!(share > 0 && share <= 1))
      throw new InvalidInput("share", `must be greater than 0 and at most 1, not ${share}.`);
    return tornado(of.template, of.levers, whatIfOf(of, output, month), share);
  }

  /**
   * The value of an input that gives an output the wanted value; found in floats, then computed exactly. Without `from` and `to` it looks
   * between a tenth and ten times what the input is now, within the input's range.
   */
  goalSeek(of: Case, { input, output, month, target, from, to }: Goal): SoughtGoal {
    const { spec, lever } = leverFor(of, input, "input");
    const [least, most] = leverRange(spec, lever);
    const wanted = amountOf(target, "target");
    const base = lever.base;
    const around = base.isZero()
      ? [least, Decimal.min(most, 1_000_000)]
      : [base.div(10), base.mul(10)].sort((a, b) => a.cmp(b));
    const low = from == null ? Decimal.max(least, around[0]) : within(amountOf(from, "from"), least, most, "from");
    const high = to == null ? Decimal.min(most, around[1]) : within(amountOf(to, "to"), least, most, "to");
    if (!low.lessThan(high)) throw new InvalidInput("to", "must be greater than from.");
    const whatIf = whatIfOf(of, output, month);
    const found = seek(whatIf, input, wanted.toNumber(), [low.toNumber(), high.toNumber()], base.toNumber());
    const value = found.base === null ? null : new Decimal(found.base).toSignificantDigits(15);
    const exactly = value && numberOf(exactlyWith(of, input, value), output, month);
    const bounds = { from: low.toSignificantDigits(15).toFixed(), to: high.toSignificantDigits(15).toFixed() };
    return {
      reached: found.reached,
      value: value?.toFixed() ?? null,
      outcome: textOf(exactly?.toNumber() ?? NaN),
      ...bounds,
    };
  }
}

function whatIfOf(of: Case, output: string, month: number | null | undefined): WhatIf {
  return new WhatIf(of.template, of.levers, of.state.months, requireOutput(of, output, month));
}

function exactlyWith({ template, state, levers }: Case, input: string, base: Decimal): Outcome {
  const moved = new Map(levers).set(input, { ...levers.get(input)!, base });
  return computeExactly(template, new Map([...moved].map(([name, lever]) => [name, seriesOf(lever)])), state.months);
}

function numberOf({ series, figures }: Outcome, output: string, month?: number | null): Decimal {
  return month == null ? figures.get(output)! : series.get(output)![month - 1];
}

export function leverFor({ template, levers }: Case, name: string, field: string): { spec: InputSpec; lever: Lever } {
  const spec = template.inputs.find((input) => input.name === name);
  if (!spec) throw new InvalidInput(field, `this kind of model has no input ${name}.`);
  return { spec, lever: levers.get(name)! };
}

function checkVaried(
  of: Case,
  { input, from, to, steps }: Varied,
  field: string,
  max: number,
): { name: string; values: number[] } {
  const { spec, lever } = leverFor(of, input, `${field}.input`);
  if (!(steps >= 2 && steps <= max))
    throw new InvalidInput(`${field}.steps`, `must be from 2 to ${max}, not ${steps}.`);
  const [least, most] = leverRange(spec, lever);
  const low = within(amountOf(from, `${field}.from`), least, most, `${field}.from`);
  const high = within(amountOf(to, `${field}.to`), least, most, `${field}.to`);
  return { name: input, values: evenly(low.toNumber(), high.toNumber(), steps) };
}

function amountOf(text: string, field: string): Decimal {
  if (!/^-?\d{1,18}(\.\d{1,12})?$/.test(text))
    throw new InvalidInput(field, "must be a decimal number such as 1250.5.");
  return new Decimal(text);
}

function within(value: Decimal, least: Decimal, most: Decimal, field: string): Decimal {
  if (value.lessThan(least) || value.greaterThan(most)) {
    const [low, high] = [least, most].map((bound) => bound.toSignificantDigits(12).toFixed());
    throw new InvalidInput(field, `must be from ${low} to ${high}, or the input would leave its range.`);
  }
  return value;
}

/** Twelve digits of a float as decimal text; null for what is not defined. */
export function textOf(value: number): string | null {
  return Number.isFinite(value) ? new Decimal(value).toSignificantDigits(12).toFixed() : null;
}
