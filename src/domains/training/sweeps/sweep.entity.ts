import type { Ref } from "@mikro-orm/core";
import { Entity, ManyToOne, Property } from "@mikro-orm/decorators/legacy";
import { Conflict } from "../../../kernel/errors.js";
import { Row } from "../../../kernel/row.entity.js";
import { Organisation } from "../../accounts/organisation.entity.js";
import { User } from "../../accounts/user.entity.js";
import { Accelerator, RunPriority } from "../runs/run.entity.js";
import type { Asha } from "./asha.js";
import type { Dimension } from "./search-space.js";
import { SweepGoal, SweepMethod } from "./sweep.specs.js";
import { sweepHasEnded, sweepMayBecome, SweepStatus } from "./sweep-status.js";

/** A search for good parameters of a recipe by trials, each an ordinary run. */
@Entity({ tableName: "sweep" })
export class Sweep extends Row {
  @ManyToOne(() => Organisation, { ref: true })
  organisation!: Ref<Organisation>;

  @ManyToOne(() => User, { ref: true, nullable: true, fieldName: "launched_by" })
  launchedBy: Ref<User> | null = null;

  @Property({ type: "text" })
  name!: string;

  @Property({ type: "text" })
  recipe!: string;

  @Property({ type: "text" })
  dataset!: string;

  /** The version of the organisation's own data that all trials train on, as in `Run`. */
  @Property({ type: "uuid", nullable: true })
  datasetVersionId: string | null = null;

  /** Parameters that are the same in every trial. */
  @Property({ type: "json" })
  fixedParameters!: Record<string, unknown>;

  @Property({ type: "json" })
  space!: Dimension[];

  /** Name of the metric that is to become better. */
  @Property({ type: "text" })
  metric!: string;

  @Property({ type: "text" })
  goal!: SweepGoal;

  @Property({ type: "text" })
  method!: SweepMethod;

  @Property({ type: "json", nullable: true })
  earlyStopping: Asha | null = null;

  @Property({ type: "integer" })
  maxTrials!: number;

  /** How many trials may be under way at once. */
  @Property({ type: "integer" })
  concurrency!: number;

  /** Compute seconds of all trials after which no further one is launched. */
  @Property({ type: "double", nullable: true })
  budgetSeconds: number | null = null;

  /** Of the sampler, and of every trial's run. */
  @Property({ type: "integer" })
  seed!: number;

  @Property({ type: "text" })
  accelerator!: Accelerator;

  /** Of every trial's run, among the organisation's own. */
  @Property({ type: "text" })
  priority!: RunPriority;

  @Property({ type: "text" })
  status: SweepStatus = SweepStatus.RUNNING;

  /** Why it ended as it did, where that needs saying. */
  @Property({ type: "text", nullable: true })
  reason: string | null = null;

  /** Why it launches nothing now, though it would. */
  @Property({ type: "text", nullable: true })
  waitingFor: string | null = null;

  /** How many trials it has launched: the number of the last one. */
  @Property({ type: "integer" })
  launched: number = 0;

  /** Sequence number of its last event. */
  @Property({ type: "integer" })
  lastSeq: number = 0;

  @Property({ type: "datetime", nullable: true })
  finishedAt: Date | null = null;

  get hasEnded(): boolean {
    return sweepHasEnded(this.status);
  }

  /** Changes the status and returns the one before. Throws `Conflict` for a change that there is not. */
  become(status: SweepStatus, reason: string | null): SweepStatus {
    const previous = this.status;
    if (!sweepMayBecome(previous, status)) throw new Conflict(`The sweep is ${previous} and cannot become ${status}.`);
    this.status = status;
    this.waitingFor = null;
    if (this.hasEnded) {
      this.reason = reason;
      this.finishedAt = new Date();
    }
    return previous;
  }
}
