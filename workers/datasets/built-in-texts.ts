import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { DatasetSpec } from "../../src/domains/training/datasets/built-in/dataset-spec.js";
import { findDataset } from "../../src/domains/training/datasets/dataset-catalogue.js";
import { projectRoot } from "../../src/kernel/project-root.js";
import { TrainingFailure } from "../runtime/failure.js";
import { textsFormat } from "../../src/domains/training/datasets/formats/texts.format.js";
import { parseDelimited } from "../../src/domains/training/datasets/formats/delimited.js";
import type { LabelledTexts } from "./labelled-texts.js";
import { type OwnDataFile, readOwnData } from "./own-data.js";
import { wordOrderSentences } from "./word-order.js";

/** Where each set of texts comes from: a file `texts/<file>.csv`, whole or its first rows, or a generator. */
const sources: ReadonlyMap<string, (spec: DatasetSpec) => Promise<LabelledTexts>> = new Map([
  ["ham-spam", (spec) => fromFile(spec, "ham-spam")],
  ["chinese-poems", (spec) => fromFile(spec, "chinese-poems")],
  ["word-order-en", (spec) => Promise.resolve(generated(spec, "en"))],
  ["word-order-zh", (spec) => Promise.resolve(generated(spec, "zh"))],
]);

/**
 * The users' own texts where there are some, their classes in alphabetical order, else the built-in ones of that id.
 *
 * @throws {TrainingFailure} DATASET_UNUSABLE when there are none, or they are other than the catalogue's.
 */
export async function loadTexts(id: string, own?: OwnDataFile): Promise<LabelledTexts> {
  if (own) {
    const { texts, labels } = await readOwnData(textsFormat, own);
    const classes = [...new Set(labels)].sort();
    return { texts, labels: Int32Array.from(labels, (label) => classes.indexOf(label)), classes, sha256: own.sha256 };
  }
  const spec = findDataset(id);
  const source = sources.get(id);
  if (!spec || !source) throw new TrainingFailure("DATASET_UNUSABLE", `${id} is no set of texts.`);
  const data = await source(spec);
  if (data.sha256 !== spec.sha256)
    throw new TrainingFailure("DATASET_UNUSABLE", `The texts installed here are not the catalogue's (${data.sha256}).`);
  return data;
}

/** Of a file with the columns text and label; the hash is the file's. */
async function fromFile({ classes }: DatasetSpec, file: string): Promise<LabelledTexts> {
  const bytes = await readFile(join(projectRoot, "workers/datasets/texts", `${file}.csv`));
  const { records } = parseDelimited(bytes.toString("utf8"));
  return {
    texts: records.map(([text]) => text),
    labels: Int32Array.from(records, ([, label]) => classes.indexOf(label)),
    classes,
    sha256: createHash("sha256").update(bytes).digest("hex"),
  };
}

function generated({ classes, rows }: DatasetSpec, language: "en" | "zh"): LabelledTexts {
  const { texts, labels } = wordOrderSentences(language, rows);
  const sha256 = createHash("sha256").update(texts.join("\n")).update(labels).digest("hex");
  return { texts, labels, classes, sha256 };
}
