import type { Ref } from "@mikro-orm/core";
import { Entity, ManyToOne, Property } from "@mikro-orm/decorators/legacy";
import { Row } from "../../../kernel/row.entity.js";
import { Run } from "../runs/run.entity.js";
import type { RungResult } from "./asha.js";
import type { ParameterValues } from "./search-space.js";
import { Sweep } from "./sweep.entity.js";
import { TrialStatus } from "./sweep-status.js";

/** One point of a sweep's space, tried by a run. It keeps its result when the run is gone. */
@Entity({ tableName: "sweep_trial" })
export class SweepTrial extends Row {
  @ManyToOne(() => Sweep, { ref: true })
  sweep!: Ref<Sweep>;

  /** From 1, in the order of their launch. */
  @Property({ type: "integer" })
  number!: number;

  @ManyToOne(() => Run, { ref: true, nullable: true })
  run: Ref<Run> | null = null;

  /** What the sweep chose; the fixed parameters are not among them. */
  @Property({ type: "json" })
  parameters!: ParameterValues;

  @Property({ type: "text" })
  status: TrialStatus = TrialStatus.RUNNING;

  @Property({ type: "text", nullable: true })
  reason: string | null = null;

  /** The objective as last reported. */
  @Property({ type: "double", nullable: true })
  value: number | null = null;

  /** The objective at its best. */
  @Property({ type: "double", nullable: true })
  best: number | null = null;

  /** What it had at each rung that it has reached, in order. */
  @Property({ type: "json" })
  rungs: RungResult[] = [];

  /** Age at which it was stopped, in the unit of the early stopping. */
  @Property({ type: "integer", nullable: true })
  stoppedAt: number | null = null;

  /** Sequence number of the last event of its run that has been taken in. */
  @Property({ type: "integer" })
  seenSeq: number = 0;

  @Property({ type: "datetime", nullable: true })
  endedAt: Date | null = null;

  end(status: TrialStatus, reason: string | null): void {
    this.status = status;
    this.reason = reason;
    this.endedAt = new Date();
  }
}
