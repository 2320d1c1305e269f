import type { ArtifactsService } from "../../src/domains/training/artifacts/artifacts.service.js";
import type { Run } from "../../src/domains/training/runs/run.entity.js";
import type { RunEventBody } from "../../src/domains/training/runs/run.events.js";
import type { RunEventStore } from "../../src/domains/training/runs/run-events.store.js";
import { RunHistory } from "../../src/domains/training/runs/run-history.js";
import type { Lease, RunLifecycle } from "../../src/domains/training/runs/run-lifecycle.service.js";
import type { WorkerRegistry } from "../../src/domains/training/workers/worker-registry.js";
import type { Logger } from "../../src/kernel/logger.js";
import type { Reader } from "../../src/kernel/read/reader.js";
import { EventOutbox } from "./event-outbox.js";
import type { FromChild } from "./messages.js";
import { encodePredictions } from "./prediction-file.js";
import { decodeSafetensors, encodeSafetensors } from "./safetensors.js";
import type { ChildEnd, TrainingChild } from "./training-child.js";
import type { TrainerState } from "./trainer.js";

/** What a session works with. */
export interface SessionTools {
  reader: Reader;
  lifecycle: RunLifecycle;
  runEvents: RunEventStore;
  artifacts: ArtifactsService;
  workers: WorkerRegistry;
  logger: Logger;
}

const CHECKPOINT = "checkpoint.safetensors";
const LOG_LINE_MAX = 4_000;
/** A child that was asked to end and does not, is killed. */
const PATIENCE_MS = 5_000;

type Trained = Extract<FromChild, { type: "trained" }>;
type Failed = Extract<FromChild, { type: "failed" }>;

/** One claimed run with the child that trains it, from the claim to its end or its loss. */
export class RunSession {
  readonly lease: Lease;
  private readonly outbox: EventOutbox;
  private history: RunHistory | undefined;
  /** Messages are handled one after the other, so that an artifact is kept before the event that names it. */
  private handling: Promise<void> = Promise.resolve();
  private outcome: Trained | Failed | { type: "cancelled" } | { type: "lost" } | { type: "stopped" } | undefined;

  constructor(
    private readonly run: Run,
    private readonly child: TrainingChild,
    private readonly tools: SessionTools,
  ) {
    this.lease = { runId: run.id, workerId: run.workerId!, attempt: run.attempt };
    this.outbox = new EventOutbox(tools.runEvents, this.lease, {
      onLost: () => this.abandon(),
      onError: (error) => this.breakOff(error),
    });
  }

  /** Trains until the run has ended, or is no longer this worker's. */
  async execute(): Promise<void> {
    const { recipe, parameters, dataset, seed, accelerator } = this.run;
    const checkpoint = await this.lastCheckpoint();
    const step = Number(checkpoint?.json.stepsDone ?? 0);
    if (this.run.attempt > 1) this.history = await RunHistory.after(this.tools.reader, this.run.id, step);
    this.child.onMessage((message) => {
      this.handling = this.handling.then(() => this.handle(message)).catch((error: unknown) => this.breakOff(error));
    });
    this.child.tell({ type: "start", recipe, parameters, dataset, seed, accelerator, checkpoint });
    const end = await this.child.ended;
    await this.handling;
    await this.outbox.drained();
    await this.conclude(end);
  }

  /** Asks the child to end; kills it when it does not. */
  cancel(): void {
    this.child.tell({ type: "cancel" });
    setTimeout(() => {
      this.outcome ??= { type: "cancelled" };
      this.child.kill();
    }, PATIENCE_MS).unref();
  }

  /** The run is another worker's: ends the child and says nothing more. */
  abandon(): void {
    this.outcome ??= { type: "lost" };
    this.child.kill();
  }

  /** The worker stops: the run is handed back and goes on elsewhere. */
  stop(): void {
    this.outcome ??= { type: "stopped" };
    this.child.kill();
  }

  private breakOff(error: unknown): void {
    this.tools.logger.error({ err: error, runId: this.run.id }, "a run's report could not be written");
    this.abandon();
  }

  private async handle(message: FromChild): Promise<void> {
    const { lifecycle, artifacts } = this.tools;
    switch (message.type) {
      case "backend": {
        const { name, device, memoryBytes, warning } = message.backend;
        await lifecycle.started(this.lease, { name, device, memoryBytes, warning });
        return;
      }
      case "progress": {
        const { type: _, ...progress } = message;
        return this.outbox.setProgress(progress);
      }
      case "metrics":
        return this.report({
          kind: "MetricsLogged",
          step: message.step,
          epoch: message.epoch,
          metrics: message.metrics,
        });
      case "log":
        return this.report({
          kind: "LogLine",
          step: message.step,
          level: message.level,
          message: storable(message.message),
        });
      case "sample": {
        const { step, sample } = message;
        const event = {
          kind: "SampleProduced",
          step,
          name: sample.name,
          mediaType: sample.mediaType,
          artifactId: "",
        } as const;
        if (this.history?.has(event)) return;
        const name = `${sample.name}-${step}`;
        const artifactId = await this.keep("SAMPLE", name, sample.mediaType, sample.content);
        return this.report({ ...event, artifactId });
      }
      case "checkpoint":
        await this.outbox.drained();
        await this.keep("CHECKPOINT", CHECKPOINT, "application/octet-stream", encodeSafetensors(message.state));
        return;
      case "trained":
        await artifacts.keep({
          runId: this.run.id,
          kind: "PREDICTIONS",
          name: "predictions.safetensors",
          mediaType: "application/octet-stream",
          bytes: encodePredictions(message.predictions),
        });
        await this.keep(
          "WEIGHTS",
          "weights.safetensors",
          "application/octet-stream",
          encodeSafetensors({ tensors: message.weights, json: {} }),
        );
        this.outcome ??= message;
        return;
      case "failed":
      case "cancelled":
        this.outcome ??= message;
        return;
      case "ready":
        return; // said before the session began
    }
  }

  private report(event: RunEventBody): void {
    if (!this.history?.has(event)) this.outbox.add(event);
  }

  private keep(
    kind: "SAMPLE" | "CHECKPOINT" | "WEIGHTS",
    name: string,
    mediaType: string,
    bytes: Uint8Array,
  ): Promise<string> {
    return this.tools.artifacts.keep({ runId: this.run.id, kind, name, mediaType, bytes });
  }

  private async conclude(end: ChildEnd): Promise<void> {
    const { lifecycle, logger } = this.tools;
    switch (this.outcome?.type) {
      case "trained":
        // A run that was cancelled after its last step has nothing left to do.
        if (!(await lifecycle.trained(this.lease))) await lifecycle.cancelled(this.lease);
        return;
      case "failed":
        await lifecycle.failed(this.run.id, { code: this.outcome.code, message: this.outcome.message }, this.lease);
        if (end.lastWords) logger.warn({ runId: this.run.id, lastWords: end.lastWords }, "a run failed");
        return;
      case "cancelled":
        await lifecycle.cancelled(this.lease);
        return;
      case "stopped":
        await lifecycle.handedBack(this.lease);
        return;
      case "lost":
        logger.warn({ runId: this.run.id }, "a run is no longer this worker's");
        return;
      default:
        await this.crashed(end);
    }
  }

  private async crashed({ code, signal, lastWords }: ChildEnd): Promise<void> {
    this.tools.logger.error({ runId: this.run.id, code, signal, lastWords }, "a training process died");
    const how = signal ? `its process was ended by ${signal}` : `its process ended with code ${code}`;
    const lastLine = lastWords.split("\n").findLast((line) => line.trim() !== "");
    await this.tools.lifecycle.crashed(this.lease, lastLine ? `${how}: ${lastLine.trim().slice(0, 300)}` : how);
  }

  private async lastCheckpoint(): Promise<TrainerState | undefined> {
    const file = this.run.attempt > 1 ? await this.tools.artifacts.load(this.run.id, CHECKPOINT) : undefined;
    return file && decodeSafetensors(file);
  }
}

/** A line as the database takes it: without U+0000, and no longer than anybody would read. */
function storable(line: string): string {
  return line.slice(0, LOG_LINE_MAX).replaceAll("\u0000", "\uFFFD");
}
