import { isDeepStrictEqual } from "node:util";
import { findImplementation } from "../recipes/registry.js";
import { captureConsole } from "./console-capture.js";
import { TrainingFailure } from "./failure.js";
import { type LoopOptions, type LoopState, runLoop } from "./loop.js";
import { judgeGlobally, trainLocally } from "./federation/child-work.js";
import { judgeModel, ownWeights } from "./judging/judge-model.js";
import type { FromChild, JudgeModel, JudgeRound, Opening, ToChild, TrainShard } from "./messages.js";
import { ThreadLost } from "./parallel/replica-thread.js";
import { RandomStreams } from "../../src/kernel/random.js";
import { openBackend } from "./tensor/backend.js";
import type { Trainer, TrainerState } from "./trainer.js";

type Start = Extract<ToChild, { type: "start" }>;
type Checkpoint = Extract<FromChild, { type: "checkpoint" }>;

/** The folder of pre-trained models, where the worker names one. */
const [, , models] = process.argv as (string | undefined)[];
const cancel = new AbortController();
const pause = new AbortController();
let started = false;
let trainer: Trainer | undefined;
let flushConsole: () => void = () => undefined;
/** Resolves when the last message is on its way, so that an exit does not cut it off. */
let told: Promise<void> = Promise.resolve();

function tell(message: FromChild): void {
  told = new Promise((resolve) => {
    if (process.connected) process.send?.(message, () => resolve());
    else resolve();
  });
}

function log(level: Extract<FromChild, { type: "log" }>["level"], message: string): void {
  tell({ type: "log", level, message, step: trainer?.stepsDone ?? 0 });
}

async function train({ checkpointing, metricsEvery, ...opening }: Start): Promise<void> {
  const { parameters, checkpoint } = opening;
  const opened = await open(opening, (message) => log("INFO", message));
  await runLoop(opened, {
    emit: (message) => tell(message.type === "checkpoint" ? marked(message, parameters) : message),
    cancel: cancel.signal,
    pause: pause.signal,
    checkpointing,
    metricsEvery,
    ...(checkpoint && whereItStood(checkpoint, parameters)),
  });
}

/** What a federated run asks of a child: a shard's local steps, or a round's judgement. */
async function federate(message: TrainShard | JudgeRound): Promise<void> {
  const first = message.type === "judge-round" && message.round === 1;
  const opened = await open(message, first ? (line) => log("INFO", line) : () => undefined);
  const work = { emit: tell, cancel: cancel.signal };
  if (message.type === "train-shard") await trainLocally(opened, message, work);
  else await judgeGlobally(opened, message, work);
}

/** What somebody asks about a model that was trained before. */
async function judge(message: JudgeModel): Promise<void> {
  const { state } = message;
  const opened = await open(message, () => undefined);
  const { load } = opened;
  // Without `load`, a trainer takes its weights from a whole checkpoint alone, and on the data of its training.
  if (load) load.call(opened, await ownWeights(opened, state));
  await judgeModel(load ? opened : await reopened(opened, message), message, { emit: tell });
}

async function reopened(opened: Trainer, { state, ...message }: JudgeModel): Promise<Trainer> {
  if (!("random" in state.json))
    throw new TrainingFailure(
      "WEIGHTS_UNUSABLE",
      "This recipe's models are judged at a checkpoint, not by weights alone.",
    );
  opened.dispose();
  return open({ ...message, checkpoint: state }, () => undefined);
}

async function open(
  { recipe, accelerator, seed, ...context }: Opening,
  note: (message: string) => void,
): Promise<Trainer> {
  const implementation = findImplementation(recipe);
  if (!implementation) throw new TrainingFailure("UNKNOWN_RECIPE", `No recipe is called ${recipe}.`);
  const { report } = await openBackend(accelerator);
  tell({ type: "backend", backend: report });
  const { parameters, dataset, ownData, ownCheckpoint, checkpoint, origin, teacher, shard, judgedOn } = context;
  const random = new RandomStreams(seed);
  const own = { ownData, ownCheckpoint };
  const opening = { parameters, dataset, ...own, random, checkpoint, origin, teacher, shard, judgedOn, models };
  trainer = await implementation.open({ ...opening, log: note });
  if (trainer.work) tell({ type: "work", ...trainer.work });
  return trainer;
}

/** A checkpoint says which parameters it was made with. */
function marked(message: Checkpoint, parameters: Start["parameters"]): Checkpoint {
  const { tensors, json } = message.state;
  return { ...message, state: { tensors, json: { ...json, parameters } } };
}

/** Where the loop stood; a fork, whose parameters differ, begins to report and to judge anew. */
function whereItStood(
  { json, tensors }: TrainerState,
  parameters: Start["parameters"],
): Pick<LoopOptions, "state" | "tensors"> {
  if (isDeepStrictEqual(json.parameters, parameters)) return { state: json.loop as LoopState, tensors };
  return { state: { window: {}, guard: {}, best: null } };
}

/**
 * Tells why the run ends. The stack goes to the worker's own log, never to a client. Without a thread that it needs, the
 * process ends as one that crashed, and the run is taken up again.
 */
function fail(error: unknown): void {
  if (error instanceof ThreadLost) {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
    return;
  }
  const code = error instanceof TrainingFailure ? error.code : "TRAINING_FAILED";
  const message = error instanceof Error ? error.message : String(error);
  if (code === "TRAINING_FAILED") process.stderr.write(`${error instanceof Error ? error.stack : message}\n`);
  else log("ERROR", message);
  tell({ type: "failed", code, message });
}

function work(message: Start | TrainShard | JudgeRound | JudgeModel): Promise<void> {
  if (message.type === "start") return train(message);
  return message.type === "judge-model" ? judge(message) : federate(message);
}

function receive(message: ToChild): void {
  if (message.type === "cancel") cancel.abort();
  else if (message.type === "pause") pause.abort();
  else if (!started) {
    started = true;
    void work(message).catch(fail).finally(end);
  }
}

/** Ends the process, nothing left unsaid. */
async function end(): Promise<void> {
  flushConsole();
  await told;
  process.exit();
}

/**
 * One training run in a process of its own, started with an IPC channel (`serialization: "advanced"`). It loads TensorFlow
 * and the best backend, says `ready`, waits for `start`, and ends itself after the run's last message or when its worker is
 * gone; WebAssembly memory never shrinks, so no process trains twice. Ctrl-C in a terminal is left to the worker.
 */
async function main(): Promise<void> {
  if (!process.send) throw new Error("A training child is started by the worker, with an IPC channel.");
  process.on("disconnect", () => process.exit());
  process.on("SIGINT", () => undefined);
  flushConsole = captureConsole(log);
  for (const event of ["uncaughtException", "unhandledRejection"] as const) {
    process.on(event, (error: unknown) => {
      fail(error);
      void end();
    });
  }
  const { report } = await openBackend("ANY");
  process.on("message", receive);
  tell({ type: "ready", backend: report });
}

await main();
