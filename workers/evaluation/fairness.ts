import { bootstrapIntervals, type Interval } from "./bootstrap.js";
import { predictedLabels, type Scored } from "./predictions.js";

/** Which group each row belongs to, e.g. by the column `sex`; −1 where that is not known. */
export interface Groups {
  column: string;
  names: string[];
  of: Int32Array;
  /** The class that is good to be taken for, such as a granted loan; without it every class is looked at. */
  favourable?: string;
}

export interface Estimate extends Partial<Interval> {
  /** Null where no row tells. */
  value: number | null;
}

/** How one group fares with one outcome. */
export interface GroupRates {
  name: string;
  rows: number;
  /** Share of the group's rows that are taken for the outcome's class. */
  selectionRate: Estimate;
  /** The same of the rows that truly are of that class, and of those that are not. */
  truePositiveRate: Estimate;
  falsePositiveRate: Estimate;
}

/** How far groups fare differently. Without two groups to compare, a figure is null. */
export interface Disparities {
  /** The lowest selection rate divided by the highest. 1 is equal; below 0.8 it fails the four-fifths rule. */
  disparateImpact: number | null;
  /** The highest selection rate less the lowest. 0 is equal, here and in what follows. */
  parityGap: number | null;
  /** Equal opportunity: the highest true-positive rate less the lowest. */
  opportunityGap: number | null;
  /** Equalised odds: the larger gap of true-positive and of false-positive rates. */
  oddsGap: number | null;
}

export interface FairOutcome {
  class: string;
  disparities: Record<keyof Disparities, Estimate>;
  groups: GroupRates[];
}

export interface Fairness {
  /** The worst over the outcomes. */
  worst: Disparities;
  intervals: Partial<Record<`fairness.${keyof Disparities}`, Interval>>;
  column: string;
  outcomes: FairOutcome[];
}

/** With many classes and nothing said of which is favourable, the commonest so many are looked at. */
const OUTCOMES = 10;
const DISPARITIES = ["disparateImpact", "parityGap", "opportunityGap", "oddsGap"] as const;
const RATES = ["selectionRate", "truePositiveRate", "falsePositiveRate"] as const;
type Rates = Record<(typeof RATES)[number], number>;

/**
 * How alike groups are treated: selection rates, equal opportunity and equalised odds (Hardt, Price and Srebro, "Equality of Opportunity in
 * Supervised Learning", NeurIPS 2016), and disparate impact by the four-fifths rule of the US Equal Employment Opportunity Commission
 * (29 CFR 1607.4 D, 1978), each class against the rest, with 95% bootstrap intervals. Gaps between the extremes of several groups are
 * the larger the smaller the groups, for chance alone spreads them: look at the groups' own intervals.
 *
 * Throws a RangeError where groups and rows do not fit, or no class has the favourable name.
 */
export function evaluateFairness(scored: Scored, groups: Groups): Fairness {
  refuseMisfits(scored, groups);
  const { classes, labels } = scored;
  const [width, square] = [classes.length, classes.length ** 2];
  const cells = predictedLabels(scored).map((predicted, row) =>
    groups.of[row] < 0 ? -1 : groups.of[row] * square + labels[row] * width + predicted,
  );
  const flat = new Float64Array(groups.names.length * square);
  const outcomes = outcomesOf(scored, groups);
  const measured = (counts?: Uint32Array) => {
    flat.fill(0);
    for (let row = 0; row < cells.length; row++) if (cells[row] >= 0) flat[cells[row]] += counts ? counts[row] : 1;
    return outcomes.map((outcome) => {
      const rates = groups.names.map((_, g) => ratesOf(flat.subarray(g * square, (g + 1) * square), width, outcome));
      return { rates, gaps: disparitiesOf(rates) };
    });
  };
  const named = (measures: ReturnType<typeof measured>): Record<string, number> => ({
    ...Object.fromEntries(
      measures.flatMap(({ rates, gaps }, o): [string, number][] => [
        ...rates.flatMap((rate, g) => RATES.map((name): [string, number] => [`${o}/${g}/${name}`, rate[name]])),
        ...DISPARITIES.map((name): [string, number] => [`${o}/${name}`, gaps[name]]),
      ]),
    ),
    ...Object.fromEntries(DISPARITIES.map((name): [string, number] => [`fairness.${name}`, worstOf(name, measures)])),
  });
  const whole = measured();
  const figures = named(whole);
  const intervals = bootstrapIntervals(labels.length, (counts) => named(measured(counts)));
  const estimate = (name: string): Estimate => ({ value: known(figures[name]), ...intervals[name] });
  const sizes = groups.names.map((_, g) => groups.of.reduce((sum, of) => sum + Number(of === g), 0));
  return {
    worst: record(DISPARITIES, (name) => known(figures[`fairness.${name}`])),
    intervals: Object.fromEntries(Object.entries(intervals).filter(([name]) => name.startsWith("fairness."))),
    column: groups.column,
    outcomes: outcomes.map((outcome, o) => ({
      class: classes[outcome],
      disparities: record(DISPARITIES, (name) => estimate(`${o}/${name}`)),
      groups: groups.names.map((name, g) => ({
        ...{ name, rows: sizes[g] },
        ...record(RATES, (rate) => estimate(`${o}/${g}/${rate}`)),
      })),
    })),
  };
}

function outcomesOf({ classes, labels }: Scored, { favourable }: Groups): number[] {
  if (favourable !== undefined) return [classes.indexOf(favourable)];
  const supports = new Uint32Array(classes.length);
  for (let row = 0; row < labels.length; row++) supports[labels[row]]++;
  const common = Array.from(classes.keys()).sort((a, b) => supports[b] - supports[a]);
  return common.slice(0, OUTCOMES).sort((a, b) => a - b);
}

/** Rates of one group from its confusion matrix; NaN where nothing is to be divided by. */
function ratesOf(confusion: Float64Array, width: number, outcome: number): Rates {
  let [rows, positives, selected, hits] = [0, 0, 0, 0];
  for (let truth = 0; truth < width; truth++)
    for (let predicted = 0; predicted < width; predicted++) {
      const count = confusion[truth * width + predicted];
      rows += count;
      if (truth === outcome) positives += count;
      if (predicted === outcome) selected += count;
      if (truth === outcome && predicted === outcome) hits += count;
    }
  return {
    selectionRate: selected / rows,
    truePositiveRate: hits / positives,
    falsePositiveRate: (selected - hits) / (rows - positives),
  };
}

function disparitiesOf(rates: Rates[]): Record<keyof Disparities, number> {
  const spread = (name: keyof Rates) => {
    const values = rates.map((rate) => rate[name]).filter((value) => !Number.isNaN(value));
    return values.length < 2 ? [NaN, NaN] : [Math.min(...values), Math.max(...values)];
  };
  const gap = (name: keyof Rates) => spread(name)[1] - spread(name)[0];
  const [least, most] = spread("selectionRate");
  const [opportunityGap, alarmGap] = [gap("truePositiveRate"), gap("falsePositiveRate")];
  // One of the two may have nothing to say: no rows of the class, or none of the others.
  const oddsGap = Math.max(...[opportunityGap, alarmGap].filter((value) => !Number.isNaN(value)), -Infinity);
  return {
    disparateImpact: least / most,
    parityGap: most - least,
    opportunityGap,
    oddsGap: oddsGap === -Infinity ? NaN : oddsGap,
  };
}

function worstOf(name: keyof Disparities, measures: { gaps: Record<keyof Disparities, number> }[]): number {
  const values = measures.map(({ gaps }) => gaps[name]).filter((value) => !Number.isNaN(value));
  if (values.length === 0) return NaN;
  return name === "disparateImpact" ? Math.min(...values) : Math.max(...values);
}

function known(value: number): number | null {
  return Number.isNaN(value) ? null : value;
}

function record<N extends string, V>(names: readonly N[], of: (name: N) => V): Record<N, V> {
  return Object.fromEntries(names.map((name) => [name, of(name)])) as Record<N, V>;
}

function refuseMisfits({ classes, labels }: Scored, { of, names, favourable }: Groups): void {
  if (of.length !== labels.length) throw new RangeError(`groups of ${of.length} rows for ${labels.length}`);
  if (of.some((group) => group >= names.length)) throw new RangeError("a row is of a group without a name");
  if (favourable !== undefined && !classes.includes(favourable))
    throw new RangeError(`no class is called “${favourable}”; the classes are ${classes.join(", ")}`);
}
