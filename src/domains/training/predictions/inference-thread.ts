import { Worker } from "node:worker_threads";
import { Fault } from "../../../kernel/errors.js";
import type { Logger } from "../../../kernel/logger.js";
import { NODE_ARGUMENTS, programAt } from "../../../kernel/program.js";
import type { InferenceAnswer, InferenceQuestion } from "./prediction.specs.js";

/** It belongs to the workers' side of the house, and is started, not imported. */
const ENTRY = programAt("../../../../workers/inference/thread", import.meta.url);

/** Questions that may wait at once. */
const WAITING_MAX = 100;
/** A question that has no answer by then ends the thread: its model has hung. */
const PATIENCE_MS = 30_000;
/** A thread that nobody asks gives its memory back. */
const IDLE_MS = 10 * 60_000;

type Question = Omit<InferenceQuestion, "id">;

/** Predictions cannot be had now: of the product's making, not of the caller's. */
export class InferenceUnavailable extends Fault {
  constructor(message: string, cause?: unknown) {
    super(message, "INFERENCE_UNAVAILABLE");
    this.cause = cause;
  }
}

interface Waiting {
  resolve(answer: InferenceAnswer): void;
  reject(error: Error): void;
  patience: NodeJS.Timeout;
}

/** The thread that holds warm models and computes predictions. It starts with the first question, and again after an end. */
export class InferenceThread {
  private thread: Worker | undefined;
  private readonly waiting = new Map<number, Waiting>();
  private asked = 0;
  private idle: NodeJS.Timeout | undefined;

  /** `mostBytes` is how much the weights of warm models may take together. */
  constructor(
    private readonly mostBytes: number,
    private readonly logger: Logger,
  ) {}

  /** @throws {InferenceUnavailable} when the thread cannot start, dies, takes too long, or has too much to do already. */
  ask(question: Question): Promise<InferenceAnswer> {
    if (this.waiting.size >= WAITING_MAX)
      return Promise.reject(new InferenceUnavailable("Too many predictions are waiting: try again in a moment."));
    clearTimeout(this.idle);
    const id = ++this.asked;
    const thread = (this.thread ??= this.started());
    return new Promise((resolve, reject) => {
      const patience = setTimeout(() => {
        void this.lose(thread, new Error(`no answer in ${PATIENCE_MS} ms`));
      }, PATIENCE_MS);
      this.waiting.set(id, { resolve, reject, patience });
      thread.postMessage({ id, ...question } satisfies InferenceQuestion);
    });
  }

  async close(): Promise<void> {
    clearTimeout(this.idle);
    const { thread } = this;
    if (thread) await this.lose(thread, new Error("the API is closing"));
  }

  private started(): Worker {
    const workerData = { mostBytes: this.mostBytes };
    const thread = new Worker(ENTRY, { workerData, execArgv: NODE_ARGUMENTS, env: {} });
    thread.unref();
    thread.on("message", (answer: InferenceAnswer) => this.take(answer));
    thread.on("error", (error: Error) => void this.lose(thread, error));
    thread.on("exit", (code) => void this.lose(thread, new Error(`the thread ended with code ${code}`)));
    return thread;
  }

  private take(answer: InferenceAnswer): void {
    const waiting = this.waiting.get(answer.id);
    if (!waiting) return;
    this.waiting.delete(answer.id);
    clearTimeout(waiting.patience);
    waiting.resolve(answer);
    if (this.waiting.size > 0) return;
    clearTimeout(this.idle);
    const { thread } = this;
    this.idle = setTimeout(() => thread && void this.lose(thread, new Error("nobody asks")), IDLE_MS).unref();
  }

  /** Ends the thread and tells those who wait for it. */
  private async lose(thread: Worker, reason: Error): Promise<void> {
    if (this.thread !== thread) return;
    this.thread = undefined;
    const waiting = [...this.waiting.values()];
    this.waiting.clear();
    if (waiting.length > 0) this.logger.error({ err: reason }, "the thread that computes predictions is lost");
    for (const { reject, patience } of waiting) {
      clearTimeout(patience);
      reject(new InferenceUnavailable("The prediction could not be computed: try again in a moment.", reason));
    }
    await thread.terminate();
  }
}
