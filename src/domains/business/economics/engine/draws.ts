import { ZERO_MARGIN, type Reduction } from "./expression.js";
import type { PartialProgram, Program, Step } from "./program.js";

/** An input in floats: in each month its base, which may be another in every draw, times its profile. */
export interface FloatInput {
  base: number;
  profile: Float64Array;
}

/**
 * Computes a program for a block of draws side by side: each step is one pass over typed arrays, so that what is read stays
 * in the processor's cache and nothing is allocated. NaN stands for what is not defined, as in `computeExactly`.
 */
export class DrawBlock {
  /** By slot; a slot whose months are remembered has one array for each. */
  private readonly now: Float64Array[];
  private readonly months: (Float64Array[] | undefined)[];
  private readonly rememberedSlots: number[];
  private readonly empty: Float64Array;

  constructor(
    private readonly program: Program,
    private readonly inputs: readonly FloatInput[],
    readonly horizon: number,
    readonly size: number,
    /** Names whose months are read from outside. */
    kept: readonly string[] = [],
    /** What is left of the program, where it is known which inputs are drawn; otherwise all of it. */
    private readonly part?: PartialProgram,
  ) {
    const remembered = new Set([...program.remembered, ...kept.map((name) => program.names.get(name)!)]);
    this.empty = new Float64Array(size);
    this.months = Array.from({ length: program.slots }, (_, slot) =>
      remembered.has(slot) ? Array.from({ length: horizon }, () => new Float64Array(size)) : undefined,
    );
    this.rememberedSlots = [...remembered];
    this.now = Array.from({ length: program.slots }, () => new Float64Array(size));
    for (const { slot, value } of program.constants) this.now[slot].fill(value);
  }

  /**
   * Computes all months; `drawn` has what replaces the base of an input in each draw, by the input's place in the template.
   * `onMonth` sees the slots at the end of each month.
   */
  run(drawn: ReadonlyMap<number, Float64Array>, onMonth?: (month: number, now: readonly Float64Array[]) => void): void {
    const { program, part, now, months, inputs } = this;
    const { monthly, final } = part ?? program;
    for (let month = 0; month < this.horizon; month++) {
      for (const slot of this.rememberedSlots) now[slot] = months[slot]![month];
      if (part) for (const { slot, values } of part.fixed) now[slot].fill(values[month]);
      else inputs.forEach(({ base, profile }, at) => now[program.inputs[at]].fill(base * profile[month]));
      for (const [at, draws] of drawn) scale(now[program.inputs[at]], draws, inputs[at].profile[month]);
      for (const step of monthly) this.perform(step, month);
      onMonth?.(month, now);
    }
    for (const step of final) this.perform(step, this.horizon - 1);
  }

  /** The values of a name that is kept, in a month from 0. */
  monthOf(name: string, month: number): Float64Array {
    return this.months[this.program.names.get(name)!]![month];
  }

  figure(name: string): Float64Array {
    return this.slot(this.program.names.get(name)!);
  }

  slot(slot: number): Float64Array {
    return this.now[slot];
  }

  private perform({ op, target, left, right, otherwise }: Step, month: number): void {
    const { now } = this;
    const [to, a, b] = [now[target], now[left], now[right]];
    switch (op) {
      case "ratio":
        return ratio(to, a, b, now[otherwise]);
      case "previous":
        to.set(month === 0 ? b : this.months[left]![month - 1]);
        return;
      case "delayed":
        return this.delay(to, left, b, month);
      case "total":
      case "final":
      case "lowest":
      case "lastingFrom":
      case "firstBelow":
        return this.reduce(op, to, this.months[left]!);
      default:
        return PASSES[op](to, a, b);
    }
  }

  private delay(to: Float64Array, slot: number, delays: Float64Array, month: number): void {
    const values = this.months[slot]!;
    for (let i = 0; i < to.length; i++) {
      const whole = Math.floor(delays[i]);
      const part = delays[i] - whole;
      const near = values[month - whole] ?? this.empty;
      const far = values[month - whole - 1] ?? this.empty;
      to[i] = near[i] * (1 - part) + far[i] * part;
    }
  }

  private reduce(op: Reduction, to: Float64Array, values: readonly Float64Array[]): void {
    if (op === "total" || op === "lowest") {
      to.set(values[0]);
      for (let month = 1; month < values.length; month++) {
        const a = values[month];
        if (op === "total") for (let i = 0; i < to.length; i++) to[i] += a[i];
        else for (let i = 0; i < to.length; i++) to[i] = Math.min(to[i], a[i]);
      }
      return;
    }
    if (op === "final") return to.set(values[values.length - 1]);
    to.fill(op === "lastingFrom" ? 1 : NaN);
    for (let at = 0; at < values.length; at++) {
      // From the end for the first month below, so that the earliest stays.
      const month = op === "lastingFrom" ? at : values.length - 1 - at;
      const a = values[month];
      const found = op === "lastingFrom" ? (month === values.length - 1 ? NaN : month + 2) : month + 1;
      for (let i = 0; i < to.length; i++) if (!(a[i] >= -ZERO_MARGIN)) to[i] = found;
    }
  }
}

function scale(to: Float64Array, by: Float64Array, factor: number): void {
  for (let i = 0; i < to.length; i++) to[i] = by[i] * factor;
}

function ratio(to: Float64Array, a: Float64Array, b: Float64Array, otherwise: Float64Array): void {
  for (let i = 0; i < to.length; i++) to[i] = b[i] === 0 ? otherwise[i] : a[i] / b[i];
}

/** Each a function of its own, which the engine compiles for just that loop. */
const PASSES: Record<
  "add" | "subtract" | "multiply" | "divide" | "least" | "greatest",
  (to: Float64Array, a: Float64Array, b: Float64Array) => void
> = {
  add(to, a, b) {
    for (let i = 0; i < to.length; i++) to[i] = a[i] + b[i];
  },
  subtract(to, a, b) {
    for (let i = 0; i < to.length; i++) to[i] = a[i] - b[i];
  },
  multiply(to, a, b) {
    for (let i = 0; i < to.length; i++) to[i] = a[i] * b[i];
  },
  divide(to, a, b) {
    for (let i = 0; i < to.length; i++) to[i] = b[i] === 0 ? NaN : a[i] / b[i];
  },
  least(to, a, b) {
    for (let i = 0; i < to.length; i++) to[i] = Math.min(a[i], b[i]);
  },
  greatest(to, a, b) {
    for (let i = 0; i < to.length; i++) to[i] = Math.max(a[i], b[i]);
  },
};
