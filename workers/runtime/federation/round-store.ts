import type { ArtifactsService } from "../../../src/domains/training/artifacts/artifacts.service.js";
import { roundArtifact, shardArtifact } from "../../../src/domains/training/federation/federation.specs.js";
import type { Reader } from "../../../src/kernel/read/reader.js";
import { decodeSafetensors, encodeSafetensors } from "../safetensors.js";
import type { StateTensor, TrainerState } from "../trainer.js";

/** Something that a round works with, and the bytes that were moved for it. */
export interface Moved<T> {
  value: T;
  bytes: number;
}

type Weights = Record<string, StateTensor>;

const MEDIA_TYPE = "application/octet-stream";
const WEIGHTS = "weights";

/** What the rounds of federated runs leave in the artifact store: the averaged weights, and every shard's own state. */
export class RoundStore {
  constructor(
    private readonly artifacts: ArtifactsService,
    private readonly reader: Reader,
  ) {}

  /** The averaged weights of a round; undefined before the first. */
  async weightsOf(runId: string, round: number): Promise<Moved<Weights> | undefined> {
    if (round === 0) return undefined;
    const file = await this.require(runId, roundArtifact(round));
    return { value: decodeSafetensors(file).tensors, bytes: file.length };
  }

  async keepWeights(runId: string, round: number, weights: Weights): Promise<void> {
    await this.keep(runId, round, roundArtifact(round), encodeSafetensors({ tensors: weights, json: {} }));
  }

  /** A shard's own state after the last round before `round` that it was part of; undefined when there is none. */
  async stateBefore(runId: string, round: number, shard: number): Promise<Moved<TrainerState> | undefined> {
    const [last] = await this.reader.query<{ round: number }>(
      `select round from federated_shard
       where run_id = $1 and shard = $2 and round < $3 and status = 'TRAINED' order by round desc limit 1`,
      [runId, shard, round],
    );
    if (!last) return undefined;
    const file = await this.require(runId, shardArtifact(last.round, shard));
    return { value: decodeSafetensors(file), bytes: file.length };
  }

  /** Keeps a shard's state, in which `names` are the weights. Returns its size. */
  async keepState(
    runId: string,
    { round, shard }: { round: number; shard: number },
    { tensors, json }: TrainerState,
    names: string[],
  ): Promise<number> {
    const bytes = encodeSafetensors({ tensors, json: { ...json, [WEIGHTS]: names } });
    await this.keep(runId, round, shardArtifact(round, shard), bytes);
    return bytes.length;
  }

  /** What a shard has learnt in a round. */
  async learntWeights(runId: string, round: number, shard: number): Promise<Weights> {
    const { tensors, json } = decodeSafetensors(await this.require(runId, shardArtifact(round, shard)));
    return Object.fromEntries((json[WEIGHTS] as string[]).map((name) => [name, tensors[name]]));
  }

  /** Removes what no later round needs now that `round` is averaged: all but the newest weights and states; all, without it. */
  async tidy(runId: string, round?: number): Promise<void> {
    const superfluous = await this.reader.query<{ id: string }>(
      `select artifact.id from artifact where artifact.run_id = $1 and kind = 'ROUND' and ($3::int is null or (name <> $2
         and name not in (select format('round-%s-shard-%s.safetensors', max(round), shard) from federated_shard
           where run_id = $1 and round <= $3 and status = 'TRAINED' group by shard)))
         and ($3::int is null or step <= $3)`,
      [runId, roundArtifact(round ?? 0), round ?? null],
    );
    for (const { id } of superfluous) await this.artifacts.remove(runId, id);
  }

  /** The row's step is the round. */
  private async keep(runId: string, step: number, name: string, bytes: Uint8Array): Promise<void> {
    await this.artifacts.keep({ runId, kind: "ROUND", name, mediaType: MEDIA_TYPE, bytes, step });
  }

  private async require(runId: string, name: string): Promise<Uint8Array> {
    const file = await this.artifacts.load(runId, name);
    if (!file) throw new RoundFileLost(`${name} is gone from the artifact store, or damaged.`);
    return file;
  }
}

/** A round cannot go on without what an earlier one left. */
export class RoundFileLost extends Error {
  override name = "RoundFileLost";
}
