import DataLoader from "dataloader";
import type { Reader, Row } from "../../kernel/read/reader.js";
import { authorShape } from "../accounts/accounts.shapes.js";
import { artifactShape } from "./artifacts/artifact.shapes.js";
import { evaluationShape } from "./evaluations/evaluation.shapes.js";
import { workerShape } from "./workers/worker.shapes.js";

/** What events point to. The events of a run are rows of their own making, so look-ahead does not reach beyond them. */
export interface TrainingLoaders {
  artifacts: DataLoader<string, Row | null>;
  authors: DataLoader<string, Row | null>;
  /** Whether a run is a favourite of the user. */
  favourites: DataLoader<{ userId: string; runId: string }, boolean>;
  evaluations: DataLoader<string, Row | null>;
  /** By the row ids of their runs. */
  workers: DataLoader<string, Row | null>;
}

/** The workers that train these runs now, in two statements; null for a run that none has. */
async function workersOf(reader: Reader, runIds: readonly string[]): Promise<(Row | null)[]> {
  const held = await reader.query<{ id: string; worker: string }>(
    `select id, worker_id as worker from training_run where id = any($1::uuid[]) and worker_id is not null`,
    [runIds],
  );
  const workers = await reader.byIds(
    workerShape,
    held.map(({ worker }) => worker),
  );
  const byRun = new Map(held.map(({ id }, place) => [id, workers[place]]));
  return runIds.map((id) => byRun.get(id) ?? null);
}

/** Batched reads for one request. Nothing is cached: a subscription lives long. */
export function createTrainingLoaders(reader: Reader): TrainingLoaders {
  return {
    artifacts: new DataLoader((ids) => reader.byIds(artifactShape, ids), { cache: false }),
    authors: new DataLoader((ids) => reader.byIds(authorShape, ids), { cache: false }),
    favourites: new DataLoader((keys) => favourites(reader, keys), { cache: false }),
    workers: new DataLoader((runIds) => workersOf(reader, runIds), { cache: false }),
    evaluations: new DataLoader((ids) => reader.byIds(evaluationShape, ids), { cache: false }),
  };
}

async function favourites(reader: Reader, keys: readonly { userId: string; runId: string }[]): Promise<boolean[]> {
  const rows = await reader.query<{ user_id: string; run_id: string }>(
    `select user_id, run_id from training_run_favourite
     where (user_id, run_id) in (select * from unnest($1::uuid[], $2::uuid[]))`,
    [keys.map(({ userId }) => userId), keys.map(({ runId }) => runId)],
  );
  const found = new Set(rows.map(({ user_id, run_id }) => `${user_id} ${run_id}`));
  return keys.map(({ userId, runId }) => found.has(`${userId} ${runId}`));
}
