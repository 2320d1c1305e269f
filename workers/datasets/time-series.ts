import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { findDataset } from "../../src/domains/training/datasets/dataset-catalogue.js";
import type { Step } from "../../src/domains/training/datasets/formats/calendar.js";
import { timeSeriesFormat } from "../../src/domains/training/datasets/formats/time-series.format.js";
import type { Localized } from "../../src/kernel/localized.js";
import { projectRoot } from "../../src/kernel/project-root.js";
import { TrainingFailure } from "../runtime/failure.js";
import { type OwnDataFile, readOwnData } from "./own-data.js";

/** Values at even distances in time. */
export interface TimeSeries {
  title: Localized;
  /** Of each value: `2012-01-31` where a step is a day, `2012-01` where it is a month. */
  dates: string[];
  values: Float64Array;
  /** e.g. `°C`. */
  unit: string;
  step: Step;
  /** Steps in a year, after which the pattern comes again. */
  season: number;
  /** Values that were never measured, and lie on a straight line between their neighbours. */
  filled: number;
  /** Name of the column of the values. */
  column: string;
  /** SHA-256 of the file, in hexadecimal. */
  sha256: string;
}

const kinds = new Map<string, { unit: string; step: Step; season: number }>([
  ["seattle-weather", { unit: "°C", step: "day", season: 365 }],
  ["co2", { unit: "ppm", step: "month", season: 12 }],
]);

const MS_PER_DAY = 86_400_000;

/**
 * The users' own series where there is one, else the built-in one of that id, oldest value first. Where its source leaves steps out, a straight line fills them in: an LSTM and a
 * season both count steps, so none may be missing.
 *
 * @throws {TrainingFailure} DATASET_UNUSABLE when the id is no series, or the file is other than the catalogue's.
 */
export async function loadTimeSeries(id: string, own?: OwnDataFile): Promise<TimeSeries> {
  if (own) {
    const { name, sha256 } = own;
    return { ...(await readOwnData(timeSeriesFormat, own)), title: { en: name, zh: name }, sha256 };
  }
  const spec = findDataset(id);
  const kind = kinds.get(id);
  if (!spec || !kind) throw new TrainingFailure("DATASET_UNUSABLE", `${id} is no time series.`);
  const file = await readFile(join(projectRoot, "workers/datasets/series", `${id}.csv`));
  const sha256 = createHash("sha256").update(file).digest("hex");
  if (sha256 !== spec.sha256)
    throw new TrainingFailure("DATASET_UNUSABLE", `The series installed here is not the catalogue's (${sha256}).`);
  const [header, ...lines] = file.toString("utf8").trimEnd().split("\n");
  const [, column] = header.split(",");
  return { title: spec.title, column, ...kind, ...evenlySpaced(lines, kind.step), sha256 };
}

/** Lines `date,value` as values of every step from the first date to the last. */
function evenlySpaced(lines: string[], step: Step): Pick<TimeSeries, "dates" | "values" | "filled"> {
  const measured = lines.map((line) => line.split(",")).map(([date, value]) => ({ at: numberOf(date, step), value }));
  const [first, last] = [measured[0].at, measured[measured.length - 1].at];
  const values = new Float64Array(last - first + 1);
  measured.forEach(({ at, value }, i) => {
    values[at - first] = Number(value);
    const before = measured[i - 1] ?? { at, value };
    for (let gap = before.at + 1; gap < at; gap++) {
      const share = (gap - before.at) / (at - before.at);
      values[gap - first] = (1 - share) * Number(before.value) + share * Number(value);
    }
  });
  const dates = Array.from(values, (_, i) => dateOf(first + i, step));
  return { dates, values, filled: values.length - measured.length };
}

/** Days since 1970, or months since the year 0. */
function numberOf(date: string, step: Step): number {
  if (step === "day") return Date.parse(date) / MS_PER_DAY;
  const [year, month] = date.split("-").map(Number);
  return 12 * year + month - 1;
}

function dateOf(number: number, step: Step): string {
  if (step === "day") return new Date(number * MS_PER_DAY).toISOString().slice(0, 10);
  return `${Math.floor(number / 12)}-${String((number % 12) + 1).padStart(2, "0")}`;
}
