import type { DatasetSpec } from "./built-in/dataset-spec.js";
import { environments } from "./built-in/environments.js";
import { graphSets } from "./built-in/graphs.js";
import { imageSets } from "./built-in/images.js";
import { pairSets } from "./built-in/pairs.js";
import { questionSets } from "./built-in/questions.js";
import { sequences } from "./built-in/sequences.js";
import { tables } from "./built-in/tables.js";
import { textSets } from "./built-in/texts.js";
import { timeSeries } from "./built-in/time-series.js";

const specs: readonly DatasetSpec[] = [
  ...imageSets,
  ...environments,
  ...timeSeries,
  ...graphSets,
  ...tables,
  ...textSets,
  ...questionSets,
  ...pairSets,
  ...sequences,
];

const byId: ReadonlyMap<string, DatasetSpec> = new Map(specs.map((spec) => [spec.id, spec]));

/** All built-in data sets, in the order to show them. */
export function datasetCatalogue(): readonly DatasetSpec[] {
  return specs;
}

/** The built-in data set of that id, or undefined. */
export function findDataset(id: string): DatasetSpec | undefined {
  return byId.get(id);
}

/** The larger of two built-in data sets, by the hashes of their bytes, where one is part of the other. */
export function wholeOf(sha256: string, otherSha256: string): DatasetSpec | undefined {
  const [one, other] = [sha256, otherSha256].map((hash) => specs.find((spec) => spec.sha256 === hash));
  if (!one || !other) return undefined;
  return one.partOf === other.id ? other : other.partOf === one.id ? one : undefined;
}
