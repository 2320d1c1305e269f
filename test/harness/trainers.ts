import { afterEach, beforeAll, expect, test } from "@jest/globals";
import { deserialize, serialize } from "node:v8";
import type { z } from "zod";
import { RandomStreams } from "../../src/kernel/random.js";
import type { PredictionKind, TestPredictions } from "../../workers/evaluation/test-predictions.js";
import { openBackend } from "../../workers/runtime/tensor/backend.js";
import type { Tensorflow } from "../../workers/runtime/tensor/tensorflow.js";
import type {
  Metrics,
  OpenTrainer,
  Origin,
  Sample,
  Shard,
  StepReport,
  Teacher,
  Trainer,
  TrainerState,
} from "../../workers/runtime/trainer.js";

/** What a trainer is opened with where it differs from the suite's own choice. */
export interface Choice {
  parameters?: Record<string, unknown>;
  dataset?: string;
  seed?: number;
  checkpoint?: TrainerState;
  shard?: Shard;
  origin?: Origin;
  teacher?: Teacher;
  log?(message: string): void;
}

/** A recipe, and the parameters and data that its tests are quick with. */
interface Suite<P extends z.ZodObject> {
  spec: { parameters: P };
  open: OpenTrainer<z.output<P>>;
  parameters: Record<string, unknown>;
  dataset: string;
}

/** Opens a recipe's trainers, one at a time, on the wasm backend; the last is disposed of after each test. */
export class Trainers<P extends z.ZodObject> {
  tf!: Tensorflow;
  private opened: Trainer | undefined;

  constructor(private readonly suite: Suite<P>) {
    beforeAll(async () => {
      ({ tf: this.tf } = await openBackend("ANY", "wasm"));
    });
    afterEach(() => this.dispose());
  }

  /** What a trainer is opened with, all defaults filled in. */
  parameters({ parameters }: Pick<Choice, "parameters">): z.output<P> {
    return this.suite.spec.parameters.parse({ ...this.suite.parameters, ...parameters });
  }

  async open(choice: Choice = {}): Promise<Trainer> {
    const {
      parameters = {},
      dataset = this.suite.dataset,
      seed = 1,
      checkpoint,
      shard,
      origin,
      teacher,
      log = () => {},
    } = choice;
    this.dispose();
    this.opened = await this.suite.open({
      parameters: this.parameters({ parameters }),
      ...{ dataset, checkpoint, shard, origin, teacher, log },
      random: new RandomStreams(seed),
    });
    return this.opened;
  }

  dispose(): void {
    this.opened?.dispose();
    this.opened = undefined;
  }
}

/** Takes so many steps, to the run's end when not given. */
export async function stepped(trainer: Trainer, steps = trainer.totalSteps - trainer.stepsDone): Promise<StepReport[]> {
  const reports: StepReport[] = [];
  for (let i = 0; i < steps; i++) reports.push(await trainer.step());
  return reports;
}

/** As a checkpoint travels to the worker and back. */
export async function checkpointOf(trainer: Trainer): Promise<TrainerState> {
  return deserialize(serialize(await trainer.state())) as TrainerState;
}

/** What model and baseline predict, of the kind that is expected. */
export async function predicted<K extends PredictionKind>(trainer: Trainer, kind: K) {
  const predictions = await trainer.predict();
  expect(predictions.kind).toBe(kind);
  return predictions as Extract<TestPredictions, { kind: K }>;
}

/** The samples that can be read, as text: SVG and plain text. */
export async function sampleTexts(trainer: Trainer): Promise<(Omit<Sample, "content"> & { text: string })[]> {
  const samples = (await trainer.samples?.()) ?? [];
  return samples.map(({ content, ...sample }) => ({ ...sample, text: new TextDecoder().decode(content) }));
}

/** How a recipe's trainer is put to the test. */
interface Promises {
  /** With all that draws at random while training, e.g. `{ dropout: 0.3 }`. */
  parameters?: Record<string, unknown>;
  /** What each of these changes makes another run, whose checkpoint is refused. The seed always does. */
  belongsTo: Record<string, Choice>;
  /** Steps compared after an interruption. */
  steps?: number;
  /** Whether it can share its batches among threads. */
  threads?: boolean;
}

/** Declares the tests of what every trainer promises: the same bits from the same seed, also after an interruption, and nothing left behind. */
export function keepsItsPromises<P extends z.ZodObject>(trainers: Trainers<P>, promises: Promises): void {
  const { parameters = {}, belongsTo, steps = 4, threads = false } = promises;
  const opening = (choice: Choice = {}) =>
    trainers.open({ ...choice, parameters: { ...parameters, ...choice.parameters } });

  test("the same seed gives the same metrics to the last bit, another seed others", async () => {
    const first = await stepped(await opening(), steps);
    expect(await stepped(await opening(), steps)).toEqual(first);
    expect(await stepped(await opening({ seed: 2 }), steps)).not.toEqual(first);
  });

  test("a run interrupted in the middle of an epoch or at its end and resumed equals the uninterrupted one to the last bit", async () => {
    const uninterrupted = await opening();
    const perEpoch = uninterrupted.totalSteps / uninterrupted.epochs;
    const interruptions = [Math.max(1, Math.floor(perEpoch * 0.6)), perEpoch];
    const last = perEpoch + steps;
    const [reports, checkpoints] = [[] as StepReport[], new Map<number, TrainerState>()];
    const ends = new Map<number, { validation: Metrics; state: TrainerState }>();
    for (let at = 0; ; at++) {
      if (interruptions.includes(at - steps))
        ends.set(at - steps, { validation: await uninterrupted.validate(), state: await checkpointOf(uninterrupted) });
      if (at === last) break;
      if (interruptions.includes(at)) checkpoints.set(at, await checkpointOf(uninterrupted));
      reports.push(await uninterrupted.step());
    }
    for (const at of interruptions) {
      const resumed = await opening({ checkpoint: checkpoints.get(at)! });
      expect(resumed.stepsDone).toBe(at);
      expect(await stepped(resumed, steps)).toEqual(reports.slice(at, at + steps));
      const { validation, state } = ends.get(at)!;
      expect(await resumed.validate()).toEqual(validation);
      expect(await checkpointOf(resumed)).toEqual(state);
    }
  });

  test("steps, validation, samples and predictions leave no tensors behind, and disposing leaves none at all", async () => {
    const { memory } = trainers.tf;
    const nothing = memory().numTensors;
    const trainer = await opening();
    await stepped(trainer, 1);
    const after = memory().numTensors;
    await stepped(trainer, 2);
    await trainer.validate();
    await trainer.diagnose?.();
    await trainer.samples?.();
    await trainer.predict();
    await trainer.state();
    expect(memory().numTensors).toBe(after);
    trainers.dispose();
    expect(memory().numTensors).toBe(nothing);
  });

  test("weights that are loaded are the ones that judge, and a shard trains on its part alone", async () => {
    const trainer = await opening();
    if (!trainer.load) return expect(trainer.patience ?? 0).toBe(0);
    const [first, before] = [await trainer.weights(), await trainer.validate()];
    await stepped(trainer, steps);
    expect(await trainer.validate()).not.toEqual(before);
    trainer.load(first);
    expect(await trainer.validate()).toEqual(before);
    const { trainingRows } = trainer;
    if (trainingRows === undefined) return;
    const part = await opening({ shard: { index: 1, count: 4 } });
    expect(Math.abs(part.trainingRows! - trainingRows / 4)).toBeLessThan(1);
    expect(await part.validate()).toEqual(before);
  });

  let fresh: TrainerState | undefined;
  test.each(Object.entries({ seed: { seed: 2 }, ...belongsTo }))(
    "a checkpoint of another %s is refused",
    async (_, choice) => {
      const checkpoint = (fresh ??= await checkpointOf(await opening()));
      await expect(opening({ ...choice, checkpoint })).rejects.toMatchObject({ code: "CHECKPOINT_MISMATCH" });
    },
  );

  if (!threads) return;
  test("two threads draw the same random numbers as one, and end with the same bits each time, also after an interruption", async () => {
    const one = await stepped(await opening({ parameters: { threads: 1 } }), 3);
    const two = { parameters: { threads: 2 } };
    const uninterrupted = await opening(two);
    const before = await stepped(uninterrupted, 3);
    before.forEach(({ metrics }, at) => expect(metrics["loss"]).toBeCloseTo(one[at].metrics["loss"], 3));
    const checkpoint = await checkpointOf(uninterrupted);
    const after = await stepped(uninterrupted, 3);
    const end = await checkpointOf(uninterrupted);
    const resumed = await opening({ ...two, checkpoint });
    expect(await stepped(resumed, 3)).toEqual(after);
    expect(await checkpointOf(resumed)).toEqual(end);
  });
}
