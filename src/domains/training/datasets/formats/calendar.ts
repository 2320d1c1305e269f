import type { Localized } from "../../../../kernel/localized.js";

/** A count of whole months, days or minutes since 1970 (UTC). */
export interface Moment {
  unit: "month" | "day" | "minute";
  count: number;
}

const FORM =
  /^(\d{4})(?:[-/](\d{1,2})(?:[-/](\d{1,2})(?:[T ](\d{1,2}):(\d{2})(?::\d{2}(?:\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?)?)?$/;
const MS = { minute: 60_000, day: 86_400_000 };

/**
 * A date as ISO 8601 writes it, or with slashes: `2026`, `2026-01`, `2026-01-31`, `2026-01-31T12:30` with or without seconds and zone
 * (UTC without). Undefined for anything else, and for days that no calendar has.
 */
export function momentOf(text: string): Moment | undefined {
  const found = FORM.exec(text);
  if (!found) return undefined;
  const [year, month = 1, day = 1, hour = 0, minute = 0] = found
    .slice(1, 6)
    .map((part) => part && Number(part)) as number[];
  if (month < 1 || month > 12 || hour > 23 || minute > 59) return undefined;
  if (!found[3]) return { unit: "month", count: 12 * (year - 1970) + month - 1 };
  const instant = new Date(Date.UTC(year, month - 1, day, hour, minute));
  if (instant.getUTCDate() !== day) return undefined;
  if (!found[4]) return { unit: "day", count: instant.getTime() / MS.day };
  return { unit: "minute", count: instant.getTime() / MS.minute - offsetOf(found[6]) };
}

/** Minutes by which a zone is ahead of UTC. */
function offsetOf(zone: string | undefined): number {
  const [, sign, hours, minutes] = /^([+-])(\d{2}):?(\d{2})$/.exec(zone ?? "") ?? [];
  return sign ? (sign === "-" ? -1 : 1) * (60 * Number(hours) + Number(minutes)) : 0;
}

/** The moment as `momentOf` reads it. */
export function textOf({ unit, count }: Moment): string {
  if (unit === "month")
    return `${1970 + Math.floor(count / 12)}-${String((((count % 12) + 12) % 12) + 1).padStart(2, "0")}`;
  return new Date(count * MS[unit]).toISOString().slice(0, unit === "day" ? 10 : 16);
}

/** Steps that have a name, and how many of which unit they are. */
const NAMED = {
  minute: ["minute", 1],
  hour: ["minute", 60],
  day: ["day", 1],
  week: ["day", 7],
  month: ["month", 1],
  quarter: ["month", 3],
  year: ["month", 12],
} as const satisfies Record<string, readonly [Moment["unit"], number]>;

type NamedStep = keyof typeof NAMED;

/** What one step of a series is; where it has no name of its own, so many of a unit, e.g. `15 minutes`. */
export type Step = NamedStep | `${number} ${Moment["unit"]}s`;

/** What steps of so many units are called. */
export function stepOf(unit: Moment["unit"], every: number): Step {
  if (unit === "minute" && every % MINUTES_OF_A_DAY === 0) return stepOf("day", every / MINUTES_OF_A_DAY);
  const name = (Object.keys(NAMED) as NamedStep[]).find((step) => NAMED[step][0] === unit && NAMED[step][1] === every);
  return name ?? `${every} ${unit}s`;
}

const MINUTES_OF_A_DAY = 1_440;

/** Steps from one date to another, less than nothing where the second is the earlier. The dates may be more exact than the step. */
export function stepsBetween(from: string, until: string, step: Step): number {
  const [unit, every] = strideOf(step);
  return Math.round((countOf(until, unit) - countOf(from, unit)) / every);
}

function strideOf(step: Step): readonly [Moment["unit"], number] {
  if (step in NAMED) return NAMED[step as NamedStep];
  const [every, units] = step.split(" ");
  return [units.slice(0, -1) as Moment["unit"], Number(every)];
}

function countOf(date: string, unit: Moment["unit"]): number {
  const moment = momentOf(date);
  if (!moment) return NaN;
  if (moment.unit === unit) return moment.count;
  const day = new Date(moment.unit === "month" ? `${textOf(moment)}-01` : moment.count * MS[moment.unit]);
  if (unit === "month") return 12 * (day.getUTCFullYear() - 1970) + day.getUTCMonth();
  return Math.floor(day.getTime() / MS[unit]);
}

/** Steps after which such series usually repeat themselves: an hour, a day, a week or a year; 1 where nothing is known. */
export function usualSeason(step: Step): number {
  const usual = { minute: 60, hour: 24, day: 7, week: 52, month: 12, quarter: 4, year: 1 };
  const [unit, every] = strideOf(step);
  const inADay = unit === "minute" && MINUTES_OF_A_DAY % every === 0 ? MINUTES_OF_A_DAY / every : 1;
  return step in usual ? usual[step as NamedStep] : inADay;
}

const PLURALS: Record<NamedStep, Localized> = {
  minute: { en: "minutes", zh: "分钟" },
  hour: { en: "hours", zh: "小时" },
  day: { en: "days", zh: "天" },
  week: { en: "weeks", zh: "周" },
  month: { en: "months", zh: "月" },
  quarter: { en: "quarters", zh: "季度" },
  year: { en: "years", zh: "年" },
};

/** What to call several steps, e.g. `days`, `steps of 15 minutes`. */
export function severalSteps(step: Step): Localized {
  if (step in PLURALS) return PLURALS[step as NamedStep];
  const [unit, every] = strideOf(step);
  return { en: `steps of ${step}`, zh: `步（每步 ${every} ${PLURALS[unit].zh}）` };
}
