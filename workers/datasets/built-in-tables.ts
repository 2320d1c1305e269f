import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { findDataset } from "../../src/domains/training/datasets/dataset-catalogue.js";
import { projectRoot } from "../../src/kernel/project-root.js";
import { TrainingFailure } from "../runtime/failure.js";
import { tableFormat } from "../../src/domains/training/datasets/formats/table.format.js";
import { type OwnDataFile, readOwnData } from "./own-data.js";
import { type LabelledTable, readTable, type TableOptions } from "../../src/domains/training/datasets/formats/table.js";

/** How to read the tables in this folder, `<id>.csv`. */
const options: ReadonlyMap<string, TableOptions> = new Map([["penguins", { label: "species" }]]);

/**
 * The users' own table where there is one, else the built-in table of that id, with the SHA-256 of its file, in hexadecimal.
 *
 * @throws {TrainingFailure} DATASET_UNUSABLE when there is none, or the file is another than the catalogue's.
 */
export async function loadTable(
  id: string,
  own?: OwnDataFile,
): Promise<LabelledTable & { label: string; sha256: string }> {
  if (own) return { ...(await readOwnData(tableFormat, own)), sha256: own.sha256 };
  const spec = findDataset(id);
  const read = options.get(id);
  if (!spec || !read) throw new TrainingFailure("DATASET_UNUSABLE", `${id} is no table.`);
  const bytes = await readFile(join(projectRoot, "workers/datasets", `${id}.csv`));
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  if (sha256 !== spec.sha256)
    throw new TrainingFailure("DATASET_UNUSABLE", `The table installed here is not the catalogue's (${sha256}).`);
  return { ...readTable(bytes.toString("utf8"), read), label: read.label, sha256 };
}
