import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import type { z } from "zod";
import type { DataFormat } from "../../src/domains/training/datasets/formats/data-format.js";
import { DataError, StrictFaults } from "../../src/domains/training/datasets/formats/faults.js";
import type { OwnData } from "../../src/domains/training/datasets/own-data.specs.js";
import { TrainingFailure } from "../runtime/failure.js";

/** A file of the users' own to train on, on this machine. */
export interface OwnDataFile extends Pick<OwnData, "name" | "number" | "kind" | "options" | "sha256"> {
  /** Absolute. */
  path: string;
}

/** Those that a run trains on and begins with; undefined where they come with the product, or with the worker. */
export interface OwnFiles {
  ownData?: OwnDataFile;
  /** A pre-trained model, packed as `checkpoint.format.ts` has it. */
  ownCheckpoint?: OwnDataFile;
}

/**
 * The content of such a file, read by the code that checked it when it came. Formats are in `src/domains/training/datasets/formats/`.
 *
 * @throws {TrainingFailure} DATASET_UNUSABLE when the file is of another kind, or not the one that was uploaded.
 */
export async function readOwnData<C, O extends z.ZodObject>(format: DataFormat<C, O>, own: OwnDataFile): Promise<C> {
  if (own.kind !== format.kind)
    throw new TrainingFailure("DATASET_UNUSABLE", `“${own.name}” is of the kind ${own.kind}, not ${format.kind}.`);
  const bytes = await readFile(own.path);
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  if (sha256 !== own.sha256)
    throw new TrainingFailure(
      "DATASET_UNUSABLE",
      `The file of “${own.name}” is not the one that was uploaded (${sha256}).`,
    );
  try {
    const content = await format.read(bytes, format.options.parse(own.options), new StrictFaults());
    if (content !== undefined) return content;
  } catch (error) {
    if (!(error instanceof DataError)) throw error;
    throw new TrainingFailure("DATASET_UNUSABLE", `“${own.name}”, version ${own.number}: ${error.message}`);
  }
  throw new TrainingFailure("DATASET_UNUSABLE", `“${own.name}” cannot be read.`);
}
