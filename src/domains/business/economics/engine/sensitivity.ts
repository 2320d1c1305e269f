import { Decimal } from "./amounts.js";
import { type Lever, leverRange } from "./input-values.js";
import type { InputSpec, Template } from "./template.js";
import type { WhatIf } from "./what-if.js";

/** Values from one end to the other, evenly; both ends are among them. */
export function evenly(from: number, to: number, steps: number): number[] {
  return Array.from({ length: steps }, (_, at) => (at === steps - 1 ? to : from + ((to - from) * at) / (steps - 1)));
}

/** What one input does to an output when it is lowered and raised by a share of itself, as far as its range allows. */
export interface TornadoBar {
  spec: InputSpec;
  low: number;
  high: number;
  outputAtLow: number;
  outputAtHigh: number;
  /** By how much the output moves between both. */
  swing: number;
}

/** The bars of all inputs that move an output, the longest first. Inputs that are zero have nothing to be a share of. */
export function tornado(
  template: Template,
  levers: ReadonlyMap<string, Lever>,
  whatIf: WhatIf,
  share: number,
): TornadoBar[] {
  const bars = template.inputs.flatMap((spec): TornadoBar[] => {
    const lever = levers.get(spec.name)!;
    if (lever.base.isZero()) return [];
    const [min, max] = leverRange(spec, lever);
    const moved = [-share, share].map((part) =>
      Decimal.min(max, Decimal.max(min, lever.base.mul(1 + part))).toNumber(),
    );
    const [low, high] = moved.sort((a, b) => a - b);
    if (low === high) return [];
    const [outputAtLow, outputAtHigh] = whatIf.values({ [spec.name]: [low, high] });
    const swing = Math.abs(outputAtHigh - outputAtLow);
    return swing === 0 ? [] : [{ spec, low, high, outputAtLow, outputAtHigh, swing }];
  });
  // What makes the output undefined moves it most.
  const weight = ({ swing }: TornadoBar) => (Number.isNaN(swing) ? Infinity : swing);
  return bars.sort((a, b) => (weight(a) === weight(b) ? 0 : weight(b) - weight(a)));
}

/** Where an input's base gives a wanted output, or how near it comes. */
export interface Sought {
  reached: boolean;
  /** The base that reaches it, or the one that comes nearest. Null where the output is nowhere defined. */
  base: number | null;
  output: number | null;
}

const POINTS = 65;
const ROUNDS = 7;

/**
 * Seeks the base of an input, between `from` and `to`, that gives an output the wanted value: looks at 65 places, then closes in
 * between two that lie on either side of it. Of several the one nearest to `near` is taken. A jump over the value does not reach it;
 * what turns only between two of the places looked at can be missed.
 */
export function seek(
  whatIf: WhatIf,
  input: string,
  target: number,
  [from, to]: readonly [number, number],
  near: number,
): Sought {
  const differences = (bases: readonly number[]) =>
    Array.from(whatIf.values({ [input]: bases }), (value) => value - target);
  const places = evenly(from, to, POINTS);
  const first = differences(places);
  // Floats round what cancels out of great amounts: what counts as reached goes by the greatest of them, too.
  const greatest = Math.max(...first.filter(Number.isFinite).map(Math.abs));
  const tolerance = Math.max(Math.max(Math.abs(target), 1) * 1e-9, greatest * 1e-11);
  const found: { base: number; off: number }[] = [];
  for (let at = 0; at < POINTS; at++) {
    if (Math.abs(first[at]) <= tolerance) found.push({ base: places[at], off: first[at] });
    if (at > 0 && first[at - 1] * first[at] < 0) found.push(closeIn(places[at - 1], places[at], first[at - 1]));
  }
  const reaching = found.filter(({ off }) => Math.abs(off) <= tolerance);
  const distance = ({ base }: { base: number }) => Math.abs(base - near);
  const best = reaching.sort((a, b) => distance(a) - distance(b)).at(0);
  if (best) return { reached: true, base: best.base, output: best.off + target };
  const candidates = [...found, ...places.map((base, at) => ({ base, off: first[at] }))];
  const nearest = candidates
    .filter(({ off }) => !Number.isNaN(off))
    .sort((a, b) => Math.abs(a.off) - Math.abs(b.off))
    .at(0);
  return { reached: false, base: nearest?.base ?? null, output: nearest ? nearest.off + target : null };

  function closeIn(low: number, high: number, offAtLow: number): { base: number; off: number } {
    for (let round = 0; round < ROUNDS; round++) {
      const inside = evenly(low, high, POINTS);
      const offs = differences(inside);
      const crossing = offs.findIndex((off, at) => at > 0 && (off === 0 || off * offAtLow < 0));
      if (crossing < 0) break;
      [low, high] = [inside[crossing - 1], inside[crossing]];
      if (offs[crossing] === 0) low = high;
    }
    const [offLow, offHigh] = differences([low, high]);
    return Math.abs(offLow) < Math.abs(offHigh) ? { base: low, off: offLow } : { base: high, off: offHigh };
  }
}
