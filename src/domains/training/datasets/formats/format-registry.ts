import type { DataKind } from "../data-kind.js";
import { checkpointFormat } from "./checkpoint.format.js";
import type { DataFormat } from "./data-format.js";
import { graphsFormat } from "./graphs.format.js";
import { imagesFormat } from "./images.format.js";
import { pairsFormat } from "./pairs.format.js";
import { questionsFormat } from "./questions.format.js";
import { sequenceFormat } from "./sequence.format.js";
import { tableFormat } from "./table.format.js";
import { textsFormat } from "./texts.format.js";
import { timeSeriesFormat } from "./time-series.format.js";

const formats = [
  tableFormat,
  timeSeriesFormat,
  textsFormat,
  sequenceFormat,
  pairsFormat,
  questionsFormat,
  graphsFormat,
  imagesFormat,
  checkpointFormat,
] as unknown as readonly DataFormat<unknown>[];

const byKind: ReadonlyMap<DataKind, DataFormat<unknown>> = new Map(formats.map((format) => [format.kind, format]));

/** The formats of the files that users may bring, in the order to show them. */
export function dataFormats(): readonly DataFormat<unknown>[] {
  return formats;
}

/** The format of files of that kind; undefined for kinds that come with the product alone. */
export function findFormat(kind: DataKind): DataFormat<unknown> | undefined {
  return byKind.get(kind);
}
