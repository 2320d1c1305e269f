import type { Run, RunError } from "../../src/domains/training/runs/run.entity.js";
import { StoreUnavailable } from "../../src/domains/training/artifacts/artifact-store.js";
import type { Usage } from "../../src/domains/training/costs/usage.store.js";
import type { Lease } from "../../src/domains/training/runs/run-lifecycle.service.js";
import type { RoundWork } from "./federation/round-work.js";
import { Insistence } from "./insistence.js";
import type { FromChild, ToChild } from "./messages.js";
import { otherRunsModels } from "./other-runs-models.js";
import { FloodGuard } from "./output/flood-guard.js";
import { RunReporter } from "./run-reporter.js";
import type { SessionTools } from "./session-tools.js";
import type { ChildEnd, TrainingChild } from "./training-child.js";
import { UsageMeter } from "./usage-meter.js";

/**
 * A child that was asked to end, and is still in the same step after so long, is killed. A cancelled run loses nothing by it;
 * the others go on from their last checkpoint.
 */
const PATIENCE_MS = { cancel: 700, pause: 8_000, stop: 5_000 };

/** How it ends: as the child said, or as it was asked to; `lost` when the run is another worker's. */
type Outcome =
  | Extract<FromChild, { type: "trained" | "round-judged" | "failed" | "cancelled" }>
  | { type: "released" }
  | { type: "lost" }
  /** What it makes cannot be kept: it goes on at its last checkpoint, as often as it takes, and no crash is counted. */
  | { type: "unstored" };

const ENDINGS = new Set<FromChild["type"]>(["trained", "round-judged", "failed", "cancelled"]);

/** One claimed run with the child that trains it, from the claim to its end or its loss. */
export class RunSession {
  readonly lease: Lease;
  private readonly reporter: RunReporter;
  private readonly insistence: Insistence;
  private readonly output: FloodGuard;
  private readonly meter: UsageMeter;
  /** Messages are handled one after the other. */
  private handling: Promise<void> = Promise.resolve();
  private outcome: Outcome | undefined;
  private asked: keyof typeof PATIENCE_MS | undefined;

  constructor(
    private readonly run: Run,
    private readonly child: TrainingChild,
    private readonly tools: SessionTools,
    private readonly round?: RoundWork,
  ) {
    this.lease = { runId: run.id, workerId: run.workerId!, attempt: run.attempt };
    this.insistence = new Insistence(run.id, tools.logger);
    this.reporter = new RunReporter(run, this.lease, tools, this.insistence, {
      onLost: () => this.abandon(),
      onRefused: (error) => this.refused(error),
    });
    this.output = new FloodGuard((line) => this.reporter.takeLine(line));
    this.meter = new UsageMeter(this.lease, run.parameters);
  }

  /** What the run's child has used so far; undefined before it computes. */
  get usage(): Usage | undefined {
    return this.meter.reading();
  }

  /** Trains until the run has ended, or is no longer this worker's; of a federated run, averages a round. */
  async execute(): Promise<void> {
    const task = await this.task().catch((error: unknown) => {
      this.breakOff(error);
    });
    if (task && "code" in task) {
      await this.insistence.insist(() => this.tools.lifecycle.failed(this.run.id, task, this.lease));
      return;
    }
    this.child.onMessage((message) => {
      this.handling = this.handling.then(() => this.handle(message)).catch((error: unknown) => this.breakOff(error));
    });
    this.child.onLine((line) => this.output.add(line));
    if (task) this.child.tell(task);
    this.meter.start();
    const end = await this.child.ended;
    this.meter.stop();
    await this.handling;
    this.output.flush();
    await this.account();
    await this.reporter.drained();
    await this.insistence.insist(() => this.conclude(end));
  }

  /** Ends the run, within a second whatever the child does. */
  cancel(): void {
    this.ask("cancel");
  }

  /** Lets the run rest at a checkpoint after its current step; when that takes too long, at its last one. */
  pause(): void {
    this.ask("pause");
  }

  /** The worker stops: the run is handed back at a checkpoint and goes on elsewhere. */
  stop(): void {
    this.insistence.hurry();
    this.ask("stop");
  }

  /** The run is another worker's: ends the child and says nothing more. */
  abandon(): void {
    this.outcome = { type: "lost" };
    this.insistence.giveUp();
    this.reporter.close();
    this.child.kill();
  }

  /** The last reading. Without it the account stands where the last sign of life left it. */
  private async account(): Promise<void> {
    const { usage, logger } = this.tools;
    await this.insistence
      .insist(() => usage.record(this.usage ? [this.usage] : []))
      .catch((error: unknown) =>
        logger.warn({ err: error, runId: this.run.id }, "what a run used could not be written"),
      );
  }

  private ask(what: keyof typeof PATIENCE_MS): void {
    if (this.asked === what || this.asked === "cancel") return;
    this.asked = what;
    this.child.tell({ type: what === "cancel" ? "cancel" : "pause" });
    setTimeout(() => {
      this.outcome ??= { type: what === "cancel" ? "cancelled" : "released" };
      this.child.kill();
    }, PATIENCE_MS[what]).unref();
  }

  /** What the child is to do, or why the run cannot go on. */
  private async task(): Promise<ToChild | RunError> {
    const { recipe, parameters, dataset, seed, accelerator, checkpointing, metricsEvery } = this.run;
    const checkpoint = await this.reporter.resume();
    const own = await this.tools.ownDataCache.filesOf(this.run);
    if ("code" in own) return own;
    if (this.round) {
      const round = await this.insistence.insist(() => this.round!.begin());
      return "code" in round ? round : { ...round, ...own };
    }
    const others = await this.insistence.insist(() => otherRunsModels(this.run, this.tools.artifacts));
    if ("code" in others) return others;
    const options = { parameters, dataset, ...own, seed, accelerator, checkpointing, metricsEvery };
    return { type: "start", recipe, ...options, checkpoint, ...others };
  }

  /** Nothing that the run reports would be seen: it fails, rather than seem to stand still. */
  private refused({ message }: Error): void {
    this.outcome = { type: "failed", code: "REPORT_REFUSED", message: `What it reports cannot be kept: ${message}.` };
    this.child.kill();
  }

  private breakOff(error: unknown): void {
    this.tools.logger.error({ err: error, runId: this.run.id }, "what a run reports could not be written");
    if (!(error instanceof StoreUnavailable)) return this.abandon();
    this.outcome = { type: "unstored" };
    this.reporter.close();
    this.child.kill();
  }

  /** Nothing more is to be told of the run here. */
  private isOver(): boolean {
    return this.outcome?.type === "lost" || this.outcome?.type === "unstored";
  }

  private async handle(message: FromChild): Promise<void> {
    this.meter.take(message);
    if (this.isOver()) return;
    await this.reporter.take(message);
    if (message.type === "paused") this.outcome ??= { type: "released" };
    if (ENDINGS.has(message.type)) this.outcome ??= message as Outcome;
  }

  /** Records how the run ended, or that it goes on elsewhere. Safe to repeat. */
  private async conclude(end: ChildEnd): Promise<void> {
    const { lifecycle, logger } = this.tools;
    switch (this.outcome?.type) {
      case "trained":
        // A run that was cancelled after its last step has nothing left to do.
        if (!(await lifecycle.trained(this.lease, this.outcome.model))) await lifecycle.cancelled(this.lease);
        await this.round?.conclude(this.lease);
        return;
      case "round-judged":
        await this.round?.conclude(this.lease);
        return;
      case "failed":
        if (this.outcome.code === "NO_GPU") {
          this.tools.onGpuLost();
          await lifecycle.released(this.lease, "its worker has lost its GPU");
          return;
        }
        await lifecycle.failed(this.run.id, { code: this.outcome.code, message: this.outcome.message }, this.lease);
        if (end.stderr) logger.warn({ runId: this.run.id, stderr: end.stderr }, "a run failed");
        return;
      case "cancelled":
        await lifecycle.cancelled(this.lease);
        return;
      case "released": {
        const reason = this.asked === "stop" ? "its worker stopped" : "it was resumed before it had paused";
        await lifecycle.released(this.lease, reason);
        return;
      }
      case "unstored":
        await lifecycle.released(this.lease, "the artifact store is out of reach");
        return;
      case "lost":
        logger.warn({ runId: this.run.id }, "a run is no longer this worker's");
        return;
      default:
        await this.crashed(end);
    }
  }

  private async crashed({ code, signal, lastWords, stderr }: ChildEnd): Promise<void> {
    this.tools.logger.error({ runId: this.run.id, code, signal, stderr }, "a training process died");
    const how = signal ? `its process was ended by ${signal}` : `its process ended with code ${code}`;
    const lastLine = lastWords.split("\n").findLast((line) => line.trim() !== "");
    const reason = lastLine ? `${how}: ${lastLine.trim().slice(0, 300)}` : how;
    await this.tools.lifecycle.crashed(this.lease, reason, lastWords || undefined);
  }
}
