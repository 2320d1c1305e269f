import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { findDataset } from "../../src/domains/training/datasets/dataset-catalogue.js";
import { projectRoot } from "../../src/kernel/project-root.js";
import { DataKind } from "../../src/domains/training/datasets/data-kind.js";
import { sequenceFormat } from "../../src/domains/training/datasets/formats/sequence.format.js";
import { TrainingFailure } from "../runtime/failure.js";
import { type OwnDataFile, readOwnData } from "./own-data.js";

/** A running text to learn to write from. */
export interface RunningText {
  text: string;
  /** SHA-256 of the file, in hexadecimal. */
  sha256: string;
}

const files = new Set(["moby-dick", "tang-poems"]);

/** Whether that id, or the file of the users' own in its place, is of a running text. */
export function isRunningText(id: string, own?: OwnDataFile): boolean {
  return own ? own.kind === DataKind.SEQUENCE : files.has(id);
}

/**
 * A built-in running text, or one of the users' own.
 *
 * @throws {TrainingFailure} DATASET_UNUSABLE when the id is none, or the file is other than the catalogue's.
 */
export async function loadRunningText(id: string, own?: OwnDataFile): Promise<RunningText> {
  if (own) return { text: (await readOwnData(sequenceFormat, own)).text, sha256: own.sha256 };
  const spec = findDataset(id);
  if (!spec || !isRunningText(id)) throw new TrainingFailure("DATASET_UNUSABLE", `${id} is no running text.`);
  const file = await readFile(join(projectRoot, "workers/datasets/passages", `${id}.txt`));
  const sha256 = createHash("sha256").update(file).digest("hex");
  if (sha256 !== spec.sha256)
    throw new TrainingFailure("DATASET_UNUSABLE", `The text installed here is not the catalogue's (${sha256}).`);
  return { text: file.toString("utf8"), sha256 };
}
