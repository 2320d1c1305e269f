/** Maps data to pixels along one axis. */
export interface Scale {
  /** Pixels of a value; values outside the domain lie outside the range. */
  (value: number): number;
  ticks: number[];
  label(tick: number): string;
  logarithmic: boolean;
}

type Interval = readonly [number, number];

/** An even scale over the domain, widened to round ticks: about `count` of them, at 1, 2 or 5 times a power of ten. */
export function linearScale([low, high]: Interval, [from, to]: Interval, count = 5): Scale {
  const span = high - low || Math.abs(high) || 1;
  const unit = roundStep(span / count);
  const first = Math.floor(low / unit + 1e-9);
  const last = Math.max(Math.ceil(high / unit - 1e-9), first + 1);
  const ticks = Array.from({ length: last - first + 1 }, (_, i) => cleaned((first + i) * unit));
  const [start, end] = [first * unit, last * unit];
  const decimals = Math.max(0, -Math.floor(Math.log10(unit) + 1e-9));
  const map = (value: number) => from + ((value - start) / (end - start)) * (to - from);
  return Object.assign(map, { ticks, label: (tick: number) => tick.toFixed(decimals), logarithmic: false });
}

/** A scale of even ratios over a positive domain, widened to the next of 1, 2, 5 times a power of ten. */
export function logScale([low, high]: Interval, [from, to]: Interval): Scale {
  const ladder: number[] = [];
  for (let power = Math.floor(Math.log10(low)) - 1; power <= Math.ceil(Math.log10(high)); power++)
    for (const digit of [1, 2, 5]) ladder.push(cleaned(digit * 10 ** power));
  const first = ladder.findLastIndex((tick) => tick <= low);
  const last = ladder.findIndex((tick) => tick >= high && tick > ladder[first]);
  const ticks = ladder.slice(first, last + 1);
  const [start, end] = [Math.log(ticks[0]), Math.log(ticks.at(-1) as number)];
  const map = (value: number) => from + ((Math.log(value) - start) / (end - start)) * (to - from);
  return Object.assign(map, { ticks, label: String, logarithmic: true });
}

/** The smallest of 1, 2, 5 times a power of ten that is not below `step`. */
function roundStep(step: number): number {
  const power = 10 ** Math.floor(Math.log10(step));
  const digit = [1, 2, 5, 10].find((candidate) => candidate * power >= step * (1 - 1e-9)) ?? 10;
  return digit * power;
}

/** 0.30000000000000004 as 0.3. */
function cleaned(value: number): number {
  return Number(value.toPrecision(12));
}
