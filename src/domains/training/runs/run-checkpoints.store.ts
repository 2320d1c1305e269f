import type { EntityManager } from "@mikro-orm/postgresql";
import type { Reader } from "../../../kernel/read/reader.js";
import type { ArtifactsService } from "../artifacts/artifacts.service.js";

/** A checkpoint to keep: `epoch` counts the epochs done, in fractions; `best` is the step of the best one so far. */
export interface NewCheckpoint {
  runId: string;
  step: number;
  epoch: number;
  bytes: Uint8Array;
  /** How many of the newest are kept. */
  keep: number;
  best?: number;
}

/** Where a checkpoint stands. */
export interface Checkpoint {
  artifactId: string;
  runId: string;
  step: number;
  epoch: number;
}

const MEDIA_TYPE = "application/octet-stream";

/** The checkpoints of runs: the newest few and the best of each. One is there whole or not at all. */
export class RunCheckpoints {
  constructor(
    private readonly reader: Reader,
    private readonly artifacts: ArtifactsService,
  ) {}

  /** Keeps a checkpoint and then removes those that it makes superfluous. Returns its artifact's row id. */
  async save({ runId, step, epoch, bytes, keep, best }: NewCheckpoint): Promise<string> {
    const name = nameOf(step);
    const kept = await this.artifacts.keep({
      runId,
      kind: "CHECKPOINT",
      name,
      mediaType: MEDIA_TYPE,
      bytes,
      step,
      epoch,
    });
    const superfluous = await this.reader.query<{ id: string }>(
      `select id from artifact where run_id = $1 and kind = 'CHECKPOINT' and step is distinct from $3
       order by id desc offset $2`,
      [runId, keep, best ?? null],
    );
    for (const { id } of superfluous) await this.artifacts.remove(runId, id);
    return kept;
  }

  /** The bytes of a run's newest checkpoint that can be read, and its step. */
  async newest(runId: string): Promise<{ step: number; bytes: Uint8Array } | undefined> {
    const rows = await this.reader.query<{ step: number }>(
      `select step from artifact where run_id = $1 and kind = 'CHECKPOINT' order by id desc`,
      [runId],
    );
    for (const { step } of rows) {
      const bytes = await this.artifacts.load(runId, nameOf(step));
      if (bytes) return { step, bytes };
    }
    return undefined;
  }

  /** A run's checkpoint at a step, or its newest. */
  async find(runId: string, step?: number | null): Promise<Checkpoint | undefined> {
    const [row] = await this.reader.query<{ id: string; step: number; epoch: number }>(
      `select id, step, epoch from artifact
       where run_id = $1 and kind = 'CHECKPOINT' and step = coalesce($2, step) order by id desc limit 1`,
      [runId, step ?? null],
    );
    return row && { artifactId: row.id, runId, step: row.step, epoch: row.epoch };
  }

  /** Copies a checkpoint's bytes for another run, which is still to be recorded. Undefined when they are gone. */
  copy(checkpoint: Checkpoint, runId: string): Promise<CopiedCheckpoint | undefined> {
    return this.artifacts.copy(checkpoint, runId);
  }

  /** Records a copy as the new run's own checkpoint, in the transaction that records the run. */
  async adopt(em: EntityManager, { id, runId, size, sha256, step, epoch }: CopiedCheckpoint): Promise<void> {
    await em.execute(
      `insert into artifact (id, organisation_id, run_id, kind, name, media_type, size, sha256, step, epoch)
       select ?, organisation_id, id, 'CHECKPOINT', ?, ?, ?, ?, ?, ? from training_run where id = ?`,
      [id, nameOf(step), MEDIA_TYPE, size, sha256, step, epoch, runId],
    );
  }

  /** Removes a copy whose run was not recorded after all. */
  discard({ id, runId }: CopiedCheckpoint): Promise<void> {
    return this.artifacts.discard(runId, id);
  }
}

/** Bytes that lie in the store under a run that is still to be recorded. */
export interface CopiedCheckpoint {
  id: string;
  runId: string;
  size: number;
  sha256: string;
  step: number;
  epoch: number;
}

function nameOf(step: number): string {
  return `checkpoint-${step}.safetensors`;
}
