import { findImplementation } from "../recipes/registry.js";
import { captureConsole } from "./console-capture.js";
import { TrainingFailure } from "./failure.js";
import { runLoop } from "./loop.js";
import type { FromChild, ToChild } from "./messages.js";
import { RandomStreams } from "./random.js";
import { openBackend } from "./tensor/backend.js";
import type { Trainer } from "./trainer.js";

type Start = Extract<ToChild, { type: "start" }>;

const stop = new AbortController();
let started = false;
let trainer: Trainer | undefined;

/** Resolves when the message is on its way, so that an exit does not cut it off. */
function tell(message: FromChild): Promise<void> {
  return new Promise((resolve) => {
    if (process.connected) process.send?.(message, () => resolve());
    else resolve();
  });
}

function log(level: Extract<FromChild, { type: "log" }>["level"], message: string): void {
  void tell({ type: "log", level, message, step: trainer?.stepsDone ?? 0 });
}

async function train({ recipe, parameters, dataset, seed, accelerator, checkpoint }: Start): Promise<void> {
  const implementation = findImplementation(recipe);
  if (!implementation) throw new TrainingFailure("UNKNOWN_RECIPE", `No recipe is called ${recipe}.`);
  const { report } = await openBackend(accelerator);
  void tell({ type: "backend", backend: report });
  const random = new RandomStreams(seed);
  const context = { parameters, dataset, random, checkpoint, log: (message: string) => log("INFO", message) };
  trainer = await implementation.open(context);
  let last: Promise<void> = Promise.resolve();
  await runLoop(trainer, { signal: stop.signal, emit: (message) => void (last = tell(message)) });
  await last;
}

/** Tells why the run ends. The stack goes to the worker's own log, never to a client. */
async function fail(error: unknown): Promise<void> {
  const code = error instanceof TrainingFailure ? error.code : "TRAINING_FAILED";
  if (code === "TRAINING_FAILED") process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  await tell({ type: "failed", code, message: error instanceof Error ? error.message : String(error) });
}

function receive(message: ToChild): void {
  if (message.type === "cancel") stop.abort();
  else if (!started) {
    started = true;
    train(message)
      .catch(fail)
      .finally(() => process.exit());
  }
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
  captureConsole(log);
  for (const event of ["uncaughtException", "unhandledRejection"] as const)
    process.on(event, (error: unknown) => void fail(error).finally(() => process.exit()));
  const { report } = await openBackend("ANY");
  process.on("message", receive);
  await tell({ type: "ready", backend: report });
}

await main();
