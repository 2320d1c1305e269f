import type { Ref } from "@mikro-orm/core";
import { Entity, ManyToOne, Property } from "@mikro-orm/decorators/legacy";
import { Conflict } from "../../../kernel/errors.js";
import { Row } from "../../../kernel/row.entity.js";
import { Organisation } from "../../accounts/organisation.entity.js";
import { User } from "../../accounts/user.entity.js";
import type { Federation } from "../federation/federation.specs.js";
import { type Best, type Checkpointing, DEFAULT_CHECKPOINTING } from "./checkpointing.specs.js";
import type { Teacher } from "./teacher.specs.js";
import type { TrainedModel } from "./trained-model.specs.js";
import type { CheckpointSource } from "./own-checkpoint.specs.js";
import type { Transfer } from "./transfer.specs.js";
import { isTerminal, mayBecome, RunStatus } from "./run-status.js";

export enum Accelerator {
  ANY = "ANY",
  CPU = "CPU",
  GPU = "GPU",
}

/** How urgent a run is, among those of its organisation. */
export enum RunPriority {
  LOW = "LOW",
  NORMAL = "NORMAL",
  HIGH = "HIGH",
}

/** How far a run is; `etaSeconds` is null until there is a pace to go by. */
export interface Progress {
  epoch: number;
  epochs: number;
  step: number;
  steps: number;
  etaSeconds: number | null;
}

/** How a run came from another one. */
export enum OriginKind {
  RETRY = "RETRY",
  FORK = "FORK",
  TRANSFER = "TRANSFER",
}

/** What a run computed on. */
export interface RunBackend {
  name: string;
  device: string;
  memoryBytes: number;
  warning?: string;
}

/** Why a run failed: a stable code, and a sentence for a person. */
export interface RunError {
  code: string;
  message: string;
  /** The last lines that its process wrote before it died. */
  lastWords?: string;
}

/** One execution of a recipe. Its status moves only through `become`. */
@Entity({ tableName: "training_run" })
export class Run extends Row {
  @ManyToOne(() => Organisation, { ref: true })
  organisation!: Ref<Organisation>;

  @ManyToOne(() => User, { ref: true, nullable: true, fieldName: "launched_by" })
  launchedBy: Ref<User> | null = null;

  @Property({ type: "text" })
  recipe!: string;

  @Property({ type: "json" })
  parameters!: Record<string, unknown>;

  @Property({ type: "text" })
  dataset!: string;

  /** Of the bytes that it trains on: what the name means may change, these do not. */
  @Property({ type: "text", fieldName: "dataset_sha256" })
  datasetSha256!: string;

  /** The version of the organisation's own data that it trains on; null for a built-in set, and once that was deleted. */
  @Property({ type: "uuid", nullable: true })
  datasetVersionId: string | null = null;

  /** The organisation's own checkpoint that it begins with; null where it begins with none, and once that was deleted. */
  @Property({ type: "uuid", nullable: true })
  checkpointVersionId: string | null = null;

  @Property({ type: "json", nullable: true })
  checkpointSource: CheckpointSource | null = null;

  @Property({ type: "integer" })
  seed!: number;

  @Property({ type: "text" })
  accelerator!: Accelerator;

  @Property({ type: "text" })
  priority: RunPriority = RunPriority.NORMAL;

  @Property({ type: "text" })
  name!: string;

  @Property({ type: "text" })
  status: RunStatus = RunStatus.QUEUED;

  /** Counts the workers that took it, from 1. */
  @Property({ type: "integer" })
  attempt: number = 1;

  /** How many of them were lost, or lost its process, since the last checkpoint. */
  @Property({ type: "integer" })
  crashes: number = 0;

  /** Sequence number of its last event. */
  @Property({ type: "integer" })
  lastSeq: number = 0;

  @Property({ type: "json" })
  checkpointing: Checkpointing = DEFAULT_CHECKPOINTING;

  /** Steps from one report of metrics to the next; null for about 200 reports a run. */
  @Property({ type: "integer", nullable: true })
  metricsEvery: number | null = null;

  /** How it is spread over workers; null for a run that one worker trains. */
  @Property({ type: "json", nullable: true })
  federation: Federation | null = null;

  @Property({ type: "json", nullable: true })
  best: Best | null = null;

  @Property({ type: "text", nullable: true })
  originKind: OriginKind | null = null;

  @ManyToOne(() => Run, { ref: true, nullable: true, fieldName: "origin_run_id" })
  originRun: Ref<Run> | null = null;

  /** The step of the origin's checkpoint that it began at; null when it began from nothing. */
  @Property({ type: "integer", nullable: true })
  originStep: number | null = null;

  /** The run whose weights it began with, and what of them it keeps. */
  @Property({ type: "json", nullable: true })
  transfer: Transfer | null = null;

  /** The run that it learns from. */
  @Property({ type: "json", nullable: true })
  teacher: Teacher | null = null;

  /** What its weights take; null until it has trained to its end, and of runs from before this was known. */
  @Property({ type: "json", nullable: true })
  model: TrainedModel | null = null;

  /** How many batches of events its present worker has written: a batch that is sent twice is written once. */
  @Property({ type: "integer" })
  reports: number = 0;

  /** The sweep that it is a trial of. */
  @Property({ type: "uuid", nullable: true })
  sweepId: string | null = null;

  @Property({ type: "json", nullable: true })
  progress: Progress | null = null;

  @Property({ type: "json", nullable: true })
  backend: RunBackend | null = null;

  @Property({ type: "json", nullable: true })
  error: RunError | null = null;

  @Property({ type: "uuid", nullable: true })
  workerId: string | null = null;

  /** Until when its worker is believed to be alive. */
  @Property({ type: "datetime", nullable: true })
  leaseExpiresAt: Date | null = null;

  /** When training ended well; evaluation follows. */
  @Property({ type: "datetime", nullable: true })
  trainedAt: Date | null = null;

  @Property({ type: "datetime", nullable: true })
  startedAt: Date | null = null;

  @Property({ type: "datetime", nullable: true })
  finishedAt: Date | null = null;

  /** Changes the status and returns the one before. Throws `Conflict` for a change that there is not. */
  become(status: RunStatus): RunStatus {
    const previous = this.status;
    if (!mayBecome(previous, status)) throw new Conflict(`The run is ${previous} and cannot become ${status}.`);
    this.status = status;
    if (status === RunStatus.RUNNING) this.startedAt ??= new Date();
    if (status === RunStatus.QUEUED || status === RunStatus.PAUSED || isTerminal(status)) {
      this.workerId = null;
      this.leaseExpiresAt = null;
    }
    if (isTerminal(status)) this.finishedAt = new Date();
    return previous;
  }
}
