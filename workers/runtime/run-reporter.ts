import type { ArtifactKind } from "../../src/domains/training/artifacts/artifacts.service.js";
import type { Run } from "../../src/domains/training/runs/run.entity.js";
import type { RunEventBody } from "../../src/domains/training/runs/run.events.js";
import { RunHistory } from "../../src/domains/training/runs/run-history.js";
import type { Lease } from "../../src/domains/training/runs/run-lifecycle.service.js";
import { EventOutbox } from "./event-outbox.js";
import type { Insistence } from "./insistence.js";
import type { FromChild } from "./messages.js";
import { storableLine } from "./output/log-line.js";
import type { OutputLine } from "./output/output-lines.js";
import { encodePredictions } from "./prediction-file.js";
import type { SessionTools } from "./session-tools.js";
import { decodeSafetensors, encodeSafetensors } from "./safetensors.js";
import type { TrainerState } from "./trainer.js";

type Said<T extends FromChild["type"]> = Extract<FromChild, { type: T }>;

const BINARY = "application/octet-stream";

/** Writes down what a run's child tells: events in their order, and artifacts before the events that name them. */
export class RunReporter {
  private readonly outbox: EventOutbox;
  private history: RunHistory | undefined;
  private step = 0;

  constructor(
    private readonly run: Run,
    private readonly lease: Lease,
    private readonly tools: SessionTools,
    private readonly insistence: Insistence,
    endings: { onLost(): void; onRefused(error: Error): void },
  ) {
    this.outbox = new EventOutbox(tools.runEvents, lease, run.reports, {
      ...endings,
      onRetry: (error) => insistence.warn(error),
    });
  }

  /** The checkpoint to go on from, if there is one. What the run has told beyond it will not be told again. */
  async resume(): Promise<TrainerState | undefined> {
    const { checkpoints, reader } = this.tools;
    const newest = await this.insistence.insist(() => checkpoints.newest(this.run.id));
    if (this.run.attempt > 1)
      this.history = await this.insistence.insist(() => RunHistory.after(reader, this.run.id, newest?.step ?? 0));
    return newest && decodeSafetensors(newest.bytes);
  }

  /** Takes down a message, all but those that say how the child ends. */
  async take(message: FromChild): Promise<void> {
    switch (message.type) {
      case "backend": {
        const { name, device, memoryBytes, warning } = message.backend;
        const backend = { name, device, memoryBytes, warning };
        await this.insistence.insist(() => this.tools.lifecycle.started(this.lease, backend));
        return;
      }
      case "progress": {
        const { type: _, ...progress } = message;
        this.step = progress.step;
        return this.outbox.setProgress(progress);
      }
      case "metrics": {
        const { type: _, ...metrics } = message;
        this.step = metrics.step;
        return this.report({ kind: "MetricsLogged", ...metrics });
      }
      case "log": {
        const { step, level } = message;
        this.step = step;
        return this.report({ kind: "LogLine", step, level, message: storableLine(message.message) });
      }
      case "warning": {
        const { type: _, ...warning } = message;
        return this.report({ kind: "WarningRaised", ...warning });
      }
      case "sample":
        return this.takeSample(message);
      case "checkpoint":
        return this.takeCheckpoint(message);
      case "trained": {
        const { weights: tensors, preparation } = message;
        const weights = encodeSafetensors({ tensors, json: preparation ? { preparation } : {} });
        await this.keep("PREDICTIONS", "predictions.safetensors", BINARY, encodePredictions(message.predictions));
        await this.keep("WEIGHTS", "weights.safetensors", BINARY, weights);
        return;
      }
      case "ready":
      case "work":
      case "shard-trained":
      case "round-judged":
      case "judged":
      case "paused":
      case "cancelled":
      case "failed":
        return;
    }
  }

  /** Takes down what the process wrote, at the step that it was last known to have done. */
  takeLine({ level, message }: OutputLine): void {
    this.report({ kind: "LogLine", step: this.step, level, message });
  }

  /** Resolves when everything told so far is written, or nothing will be any more. */
  drained(): Promise<void> {
    return this.outbox.drained();
  }

  /** Writes nothing more. */
  close(): void {
    this.outbox.close();
  }

  private async takeSample({ step, sample: { name, mediaType, content } }: Said<"sample">): Promise<void> {
    const event = { kind: "SampleProduced", step, name, mediaType, artifactId: "" } as const;
    if (this.history?.has(event)) return;
    const artifactId = await this.keep("SAMPLE", `${name}-${step}`, mediaType, content);
    this.report({ ...event, artifactId });
  }

  /** What was reported before a checkpoint is written before it counts, so that going on from it leaves nothing out. */
  private async takeCheckpoint({ step, epoch, best, state }: Said<"checkpoint">): Promise<void> {
    await this.outbox.drained();
    const { checkpoints, lifecycle } = this.tools;
    const { id: runId, checkpointing } = this.run;
    const checkpoint = { runId, step, epoch, bytes: encodeSafetensors(state), keep: checkpointing.keep };
    const artifactId = await this.insistence.insist(() => checkpoints.save({ ...checkpoint, best: best?.step }));
    const held = await this.insistence.insist(() => lifecycle.checkpointed(this.lease, best));
    if (held) this.report({ kind: "CheckpointSaved", step, artifactId });
  }

  private report(event: RunEventBody): void {
    if (!this.history?.has(event)) this.outbox.add(event);
  }

  private keep(kind: ArtifactKind, name: string, mediaType: string, bytes: Uint8Array): Promise<string> {
    const artifact = { runId: this.run.id, kind, name, mediaType, bytes };
    return this.insistence.insist(() => this.tools.artifacts.keep(artifact));
  }
}
