import { z } from "zod";
import { DataKind } from "../data-kind.js";
import { type Moment, momentOf, severalSteps, type Step, stepOf, textOf, usualSeason } from "./calendar.js";
import { columnOption, defineFormat, encodingOption, SEPARATORS, separatorOption } from "./data-format.js";
import { ColumnType, numbersProfile, previewOf } from "./data-profile.js";
import { decoded } from "./decoding.js";
import { type DelimitedText, parseDelimited } from "./delimited.js";
import { type Faults, quoted } from "./faults.js";
import { NUMBER } from "./table.js";

/** Values at even distances in time, oldest first. */
export interface UserSeries {
  /** Of each value, e.g. `2012-01-31`. */
  dates: string[];
  values: Float64Array;
  unit: string;
  step: Step;
  /** Steps after which the pattern comes again. */
  season: number;
  /** Values that the file lacks, and that lie on a straight line between their neighbours. */
  filled: number;
  /** Name of the column of the values. */
  column: string;
}

/** More steps than this are rather a date that was mistyped. */
const STEPS_MAX = 1_000_000;
const FEWEST_VALUES = 10;

/** Dates and values. */
export const timeSeriesFormat = defineFormat({
  kind: DataKind.TIME_SERIES,
  title: { en: "Time series (CSV)", zh: "时间序列（CSV）" },
  summary: {
    en: "A CSV file with a header, a column of dates and a column of numbers, in any order. Dates as 2026-01-31, 2026-01, 2026 or 2026-01-31T12:30. Steps that are missing are filled in along a straight line.",
    zh: "带表头的 CSV 文件，含一列日期和一列数值，行序不限。日期写作 2026-01-31、2026-01、2026 或 2026-01-31T12:30。缺失的时间点按直线补齐。",
  },
  extension: ".csv",
  mediaType: "text/csv",
  example: "month,sales\n2026-01,120\n2026-02,131.5\n2026-03,\n2026-04,150\n",
  options: z.strictObject({
    date: columnOption(["Date column", "The first one when left empty."], ["日期列", "留空则取第一列。"]),
    value: columnOption(
      ["Value column", "The numbers to forecast. The first one beside the dates when left empty."],
      ["数值列", "要预测的数值；留空则取日期之外的第一列。"],
    ),
    unit: z
      .string()
      .trim()
      .max(20)
      .default("")
      .meta({
        label: { en: "Unit", zh: "单位" },
        explanation: { en: "What the values are in, e.g. °C or EUR.", zh: "数值的单位，例如 °C 或 EUR。" },
      }),
    season: z
      .int()
      .min(0)
      .max(10_000)
      .default(0)
      .meta({
        label: { en: "Season", zh: "季节长度" },
        explanation: {
          en: "Steps after which the pattern comes again. 0 takes what is usual: 24 hours, 7 days, 52 weeks, 12 months, 4 quarters.",
          zh: "规律重复一次所经过的步数。0 表示取惯常值：24 小时、7 天、52 周、12 个月、4 个季度。",
        },
        unit: "steps",
      }),
    ...separatorOption,
    ...encodingOption,
  }),
  read(bytes, { date, value, unit, season, separator, encoding }, faults): UserSeries | undefined {
    const text = decoded(bytes, encoding, faults);
    const csv = parseDelimited(text, { separator: SEPARATORS[separator], faults });
    if (csv.header.length === 0) return undefined;
    const dateColumn = date || csv.header[0];
    const column = value || csv.header.find((name) => name !== dateColumn);
    for (const name of [dateColumn, column ?? "value"])
      if (!csv.header.includes(name))
        faults.add({
          message: `there is no column ${quoted(name)}; the header has ${csv.header.join(", ")}.`,
          line: 1,
        });
    if (!column || !csv.header.includes(column) || !csv.header.includes(dateColumn)) return undefined;
    const measured = measuredOf(csv, dateColumn, column, faults);
    if (measured.length < FEWEST_VALUES) {
      faults.add({ message: `${measured.length} values; ${FEWEST_VALUES} are the least to learn from.` });
      if (measured.length < 2) return undefined;
    }
    const series = evenlySpaced(measured, faults);
    return series && { ...series, unit, season: season || usualSeason(series.step), column };
  },
  profile({ dates, values, season, filled, column }) {
    const time = { name: "time", type: ColumnType.TIME, missing: 0, distinct: dates.length };
    const columns = [{ ...time, minimum: null, maximum: null, mean: null }, numbersProfile(column, values)];
    const figures = [
      { name: "season", value: season },
      { name: "filled", value: filled },
    ];
    return { rows: values.length, columns, classes: [], classCount: 0, figures };
  },
  preview({ dates, values, column }, first) {
    return previewOf(["time", column], Math.min(first, values.length), (row) => [dates[row], values[row]]);
  },
});

interface Measured {
  at: Moment;
  value: number;
  line: number;
}

/** Rows with a date and a value, oldest first. Rows without a value are gaps. */
function measuredOf(csv: DelimitedText, dateColumn: string, column: string, faults: Faults): Measured[] {
  const [dateAt, valueAt] = [csv.header.indexOf(dateColumn), csv.header.indexOf(column)];
  const measured: Measured[] = [];
  let unit: Moment["unit"] | undefined;
  csv.records.forEach((record, index) => {
    const [row, line] = [index + 1, csv.lines[index]];
    const [date, cell] = [record[dateAt].trim(), record[valueAt].trim()];
    const at = momentOf(date);
    if (!at) {
      const message = `${quoted(date)} is no date such as 2026-01-31, 2026-01 or 2026-01-31T12:30.`;
      return faults.add({ message, line, row, column: dateColumn });
    }
    unit ??= at.unit;
    if (at.unit !== unit)
      return faults.add({
        message: `${quoted(date)} is not as exact as the dates before.`,
        line,
        row,
        column: dateColumn,
      });
    if (cell === "") return;
    const value = Number(cell);
    if (!NUMBER.test(cell) || !Number.isFinite(value))
      return faults.add({ message: `${quoted(cell)} is not a number.`, line, row, column });
    measured.push({ at, value, line });
  });
  return measured.sort((a, b) => a.at.count - b.at.count);
}

/** Values of every step from the first date to the last; what is between two of them lies on a straight line. */
function evenlySpaced(
  measured: Measured[],
  faults: Faults,
): Omit<UserSeries, "unit" | "season" | "column"> | undefined {
  const { unit, count: first } = measured[0].at;
  let every = 0;
  for (let i = 1; i < measured.length; i++) {
    const gap = measured[i].at.count - measured[i - 1].at.count;
    if (gap === 0) faults.add({ message: `the date ${textOf(measured[i].at)} comes twice.`, line: measured[i].line });
    every = greatestCommonDivisor(every, gap);
  }
  if (every === 0) return undefined;
  // Months that are written with a day: their distances in days have nothing in common, their days of the month have.
  if (unit === "day" && every < 28) {
    const monthly = inMonths(measured);
    if (monthly) return evenlySpaced(monthly, faults);
  }
  const steps = (measured[measured.length - 1].at.count - first) / every + 1;
  const filled = steps - measured.length;
  if (steps > STEPS_MAX) {
    faults.add({ message: `${steps} steps from the first date to the last; ${STEPS_MAX} are allowed.` });
    return undefined;
  }
  if (filled > measured.length)
    faults.add({
      message: `of ${steps} ${severalSteps(stepOf(unit, every)).en} from the first date to the last, ${filled} have no value.`,
    });
  const values = new Float64Array(steps);
  measured.forEach(({ at, value }, i) => {
    const place = (at.count - first) / every;
    values[place] = value;
    if (i === 0) return;
    const before = measured[i - 1];
    const from = (before.at.count - first) / every;
    for (let gap = from + 1; gap < place; gap++) {
      const share = (gap - from) / (place - from);
      values[gap] = (1 - share) * before.value + share * value;
    }
  });
  const dates = Array.from(values, (_, i) => textOf({ unit, count: first + i * every }));
  return { dates, values, step: stepOf(unit, every), filled };
}

/** The same in months, where all stand on the same day of a month, and no two in one. */
function inMonths(measured: Measured[]): Measured[] | undefined {
  const dates = measured.map(({ at }) => textOf(at));
  const months = dates.map((date) => date.slice(0, 7));
  const sameDay = dates.every((date) => date.slice(8) === dates[0].slice(8));
  if (!sameDay || new Set(months).size < months.length) return undefined;
  return measured.map((each, i) => ({ ...each, at: momentOf(months[i])! }));
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
