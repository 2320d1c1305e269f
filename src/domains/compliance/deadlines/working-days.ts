import type { Localized } from "../../../kernel/localized.js";

/** Whose working days count. */
export enum WorkingCalendar {
  CN = "CN",
  EU = "EU",
  US = "US",
}

interface Calendar {
  zone: string;
  /** Days off beside Saturdays and Sundays, YYYY-MM-DD. */
  holidays: ReadonlySet<string>;
  /** Saturdays and Sundays that are worked instead. */
  worked: ReadonlySet<string>;
  /** Years that the table covers; in others only weekends are left out. */
  years: readonly number[];
  source: Localized;
  checkedOn: string;
}

/** `2026-02-15..2026-02-23` and single days. */
function days(...ranges: string[]): ReadonlySet<string> {
  const all = new Set<string>();
  for (const range of ranges) {
    const [first, last = first] = range.split("..");
    for (let day = first; day <= last; day = nextDay(day)) all.add(day);
  }
  return all;
}

/** Public holidays as far as they are known; a calendar that lacks a year says so by `years`. */
const CALENDARS: Record<WorkingCalendar, Calendar> = {
  [WorkingCalendar.CN]: {
    zone: "Asia/Shanghai",
    holidays: days(
      ...["2026-01-01..2026-01-03", "2026-02-15..2026-02-23", "2026-04-04..2026-04-06", "2026-05-01..2026-05-05"],
      ...["2026-06-19..2026-06-21", "2026-09-25..2026-09-27", "2026-10-01..2026-10-07"],
    ),
    worked: days("2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10"),
    years: [2026],
    source: {
      en: "Notice of the State Council's General Office on the holidays of 2026; later years once they are announced.",
      zh: "国务院办公厅关于2026年部分节假日安排的通知；其后年份待公布后补充。",
    },
    checkedOn: "2026-11-22",
  },
  [WorkingCalendar.EU]: {
    zone: "Europe/Brussels",
    holidays: days(
      ...["2026-01-01", "2026-04-03", "2026-04-06", "2026-05-01", "2026-12-25", "2026-12-26"],
      ...["2027-01-01", "2027-03-26", "2027-03-29", "2027-05-01", "2027-12-25", "2027-12-26"],
    ),
    worked: days(),
    years: [2026, 2027],
    source: {
      en: "A simplification: the days that nearly all member states share. Each state has more, and its own count in Regulation 1182/71.",
      zh: "简化处理：仅含几乎所有成员国共有的假日。各成员国另有假日，期间计算以第1182/71号条例及各国规定为准。",
    },
    checkedOn: "2026-11-22",
  },
  [WorkingCalendar.US]: {
    zone: "America/New_York",
    holidays: days(
      ...["2026-01-01", "2026-01-19", "2026-02-16", "2026-05-25", "2026-06-19", "2026-07-03", "2026-09-07"],
      ...["2026-10-12", "2026-11-11", "2026-11-26", "2026-12-25"],
      ...["2027-01-01", "2027-01-18", "2027-02-15", "2027-05-31", "2027-06-18", "2027-07-05", "2027-09-06"],
      ...["2027-10-11", "2027-11-11", "2027-11-25", "2027-12-24", "2027-12-31"],
    ),
    worked: days(),
    years: [2026, 2027],
    source: {
      en: "Federal holidays as observed, 5 U.S.C. 6103. States have others.",
      zh: "美国联邦假日（5 U.S.C. 6103），各州另有规定。",
    },
    checkedOn: "2026-11-22",
  },
};

/** What a calendar rests on. */
export function sourceOf(calendar: WorkingCalendar): {
  source: Localized;
  checkedOn: string;
  years: readonly number[];
} {
  const { source, checkedOn, years } = CALENDARS[calendar];
  return { source, checkedOn, years };
}

/**
 * The end of the `count`-th working day after the day of `from`, which does not count, in the calendar's time zone. `approximate` where
 * the table lacks a year on the way.
 */
export function afterWorkingDays(
  from: Date,
  count: number,
  calendar: WorkingCalendar,
): { at: Date; approximate: boolean } {
  const { zone, holidays, worked, years } = CALENDARS[calendar];
  let day = dayIn(zone, from);
  let approximate = !years.includes(yearOf(day));
  for (let left = count; left > 0;) {
    day = nextDay(day);
    approximate ||= !years.includes(yearOf(day));
    if (worked.has(day) || (!isWeekend(day) && !holidays.has(day))) left -= 1;
  }
  return { at: endOf(day, zone), approximate };
}

function yearOf(day: string): number {
  return Number(day.slice(0, 4));
}

function nextDay(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
}

function isWeekend(day: string): boolean {
  return [0, 6].includes(new Date(`${day}T00:00:00Z`).getUTCDay());
}

/** The calendar day there, at an instant. */
function dayIn(zone: string, at: Date): string {
  return new Intl.DateTimeFormat("en-CA", { timeZone: zone, dateStyle: "short" }).format(at);
}

/** The last second of a day there. Clocks change in the small hours, so that the offset in the evening is the day's own. */
function endOf(day: string, zone: string): Date {
  const asUtc = Date.parse(`${day}T23:59:59Z`);
  const name = new Intl.DateTimeFormat("en", { timeZone: zone, timeZoneName: "longOffset" })
    .formatToParts(asUtc)
    .find(({ type }) => type === "timeZoneName")!.value;
  const [, sign, hours, minutes] = /GMT(?:([+-])(\d\d):(\d\d))?/.exec(name)!;
  const offset = sign ? Number(`${sign}1`) * (Number(hours) * 60 + Number(minutes)) : 0;
  return new Date(asUtc - offset * 60_000);
}
