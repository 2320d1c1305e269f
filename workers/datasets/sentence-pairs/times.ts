import type { RandomStream } from "../../../src/kernel/random.js";
import { chineseNumeral, englishNumber } from "./numbers.js";
import type { Phrase } from "./phrase.js";

const MONTHS = [
  "January", "February", "March", "April", "May", "June",
  "July", "August", "September", "October", "November", "December",
]; // prettier-ignore
const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
/** Years before this one are past, the others to come. */
const THIS_YEAR = 2026;
const YEARS = 15;
const [NOON, STEP] = [12, 5];

export function drawPastYear(random: RandomStream): Phrase {
  return yearOf(THIS_YEAR - YEARS + random.int(YEARS));
}

export function drawComingYear(random: RandomStream): Phrase {
  return yearOf(THIS_YEAR + random.int(YEARS));
}

function yearOf(year: number): Phrase {
  return { zh: `${year}年`, en: String(year) };
}

/** A day to come, half of them with the year: 2026年3月5日, March 5, 2026. */
export function drawComingDate(random: RandomStream): Phrase {
  return dateIn(drawComingYear(random), random);
}

/** A day of the past. */
export function drawPastDate(random: RandomStream): Phrase {
  return dateIn(drawPastYear(random), random);
}

function dateIn(year: Phrase, random: RandomStream): Phrase {
  const month = random.int(MONTHS.length);
  const day = 1 + random.int(DAYS[month]);
  const date = { zh: `${month + 1}月${day}日`, en: `${MONTHS[month]} ${day}` };
  const number = date.zh;
  if (random.uniform() < 0.5) return { ...date, number };
  return { zh: year.zh + date.zh, en: `${date.en}, ${year.en}`, number };
}

/** A time of day between six in the morning and eleven at night, to five minutes: 下午三点半, 3:30 p.m. */
export function drawClock(random: RandomStream): Phrase {
  const hour = 6 + random.int(18);
  const minute = random.uniform() < 0.4 ? 0 : STEP * random.int(60 / STEP);
  const of12 = hour > NOON ? hour - NOON : hour;
  const spoken = random.uniform() < 0.5;
  const write = (value: number) => (spoken ? (value === 2 ? "两" : chineseNumeral(value)) : String(value));
  const zh = `${partOfDay(hour)}${write(of12)}点${minute === 0 ? "" : minutesPast(minute, spoken)}`;
  const half = hour < NOON ? "a.m." : "p.m.";
  const en = minute === 0 ? `${of12} ${half}` : `${of12}:${String(minute).padStart(2, "0")} ${half}`;
  return { zh, en, number: minute === 0 ? undefined : en };
}

function partOfDay(hour: number): string {
  if (hour < 12) return "上午";
  if (hour === 12) return "中午";
  return hour < 18 ? "下午" : "晚上";
}

function minutesPast(minute: number, spoken: boolean): string {
  if (minute === 30) return "半";
  if (!spoken) return `${String(minute).padStart(2, "0")}分`;
  return minute === 15 ? "一刻" : `${minute < 10 ? "零" : ""}${chineseNumeral(minute)}分`;
}

const units = [
  { zh: "分钟", en: "minute", most: 90 },
  { zh: "个小时", en: "hour", most: 72 },
  { zh: "天", en: "day", most: 60 },
  { zh: "周", en: "week", most: 20 },
  { zh: "个月", en: "month", most: 24 },
  { zh: "年", en: "year", most: 15 },
];

/** A length of time: 三个月, three months. */
export function drawDuration(random: RandomStream): Phrase {
  return lengthOf(units[random.int(units.length)], random);
}

/** A longer one, of weeks, months or years. */
export function drawTerm(random: RandomStream): Phrase {
  const longer = units.slice(3);
  return lengthOf(longer[random.int(longer.length)], random);
}

function lengthOf({ zh, en, most }: (typeof units)[number], random: RandomStream): Phrase {
  const value = random.uniform() < 0.5 ? 1 + random.int(9) : 1 + random.int(most);
  const spoken = random.uniform() < 0.6;
  const numeral = value === 2 ? "两" : chineseNumeral(value);
  return { zh: `${spoken ? numeral : value}${zh}`, en: `${englishNumber(value)} ${value === 1 ? en : `${en}s`}` };
}
