import type { Ref } from "@mikro-orm/core";
import { Entity, ManyToOne, Property } from "@mikro-orm/decorators/legacy";
import { Conflict } from "../../../kernel/errors.js";
import { Row } from "../../../kernel/row.entity.js";
import { Organisation } from "../../accounts/organisation.entity.js";
import { User } from "../../accounts/user.entity.js";
import { isTerminal, mayBecome, RunStatus } from "./run-status.js";

export enum Accelerator {
  ANY = "ANY",
  CPU = "CPU",
  GPU = "GPU",
}

/** How far a run is; `etaSeconds` is null until there is a pace to go by. */
export interface Progress {
  epoch: number;
  epochs: number;
  step: number;
  steps: number;
  etaSeconds: number | null;
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

  /** Of the bytes that it trains on: the same name will always mean the same data. */
  @Property({ type: "text", fieldName: "dataset_sha256" })
  datasetSha256!: string;

  @Property({ type: "integer" })
  seed!: number;

  @Property({ type: "text" })
  accelerator!: Accelerator;

  @Property({ type: "text" })
  name!: string;

  @Property({ type: "text" })
  status: RunStatus = RunStatus.QUEUED;

  /** Counts the workers that took it, from 1. */
  @Property({ type: "integer" })
  attempt: number = 1;

  /** How many of them were lost, or lost its process. */
  @Property({ type: "integer" })
  crashes: number = 0;

  /** Sequence number of its last event. */
  @Property({ type: "integer" })
  lastSeq: number = 0;

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
    if (status === RunStatus.QUEUED || isTerminal(status)) {
      this.workerId = null;
      this.leaseExpiresAt = null;
    }
    if (isTerminal(status)) this.finishedAt = new Date();
    return previous;
  }
}
