import DataLoader from "dataloader";
import type { Reader, Row } from "../../kernel/read/reader.js";
import { artifactShape, evaluationShape } from "./training.shapes.js";

/** What events point to. The events of a run are rows of their own making, so look-ahead does not reach beyond them. */
export interface TrainingLoaders {
  artifacts: DataLoader<string, Row | null>;
  evaluations: DataLoader<string, Row | null>;
}

/** Batched reads for one request. Nothing is cached: a subscription lives long. */
export function createTrainingLoaders(reader: Reader): TrainingLoaders {
  return {
    artifacts: new DataLoader((ids) => reader.byIds(artifactShape, ids), { cache: false }),
    evaluations: new DataLoader((ids) => reader.byIds(evaluationShape, ids), { cache: false }),
  };
}
