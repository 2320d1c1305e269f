import { Entity, Property } from "@mikro-orm/decorators/legacy";
import type { ShardResult } from "./federation.specs.js";
import { Row } from "../../../kernel/row.entity.js";

export enum ShardStatus {
  QUEUED = "QUEUED",
  TRAINING = "TRAINING",
  TRAINED = "TRAINED",
  /** Lost, and by the run's rule not part of the round's average. */
  LEFT_OUT = "LEFT_OUT",
}

/** One shard's part in a round. A worker holds it by a lease, as it would a run. */
@Entity({ tableName: "federated_shard" })
export class FederatedShard extends Row {
  @Property({ type: "uuid" })
  runId!: string;

  @Property({ type: "integer" })
  round!: number;

  /** Counts from 0. */
  @Property({ type: "integer" })
  shard!: number;

  @Property({ type: "text" })
  status: ShardStatus = ShardStatus.QUEUED;

  /** Counts the times that it is taken up in this round, from 1. */
  @Property({ type: "integer" })
  attempt: number = 1;

  /** How many of them ended with a lost worker or process. */
  @Property({ type: "integer" })
  losses: number = 0;

  @Property({ type: "uuid", nullable: true })
  workerId: string | null = null;

  @Property({ type: "datetime", nullable: true })
  leaseExpiresAt: Date | null = null;

  @Property({ type: "datetime", nullable: true })
  startedAt: Date | null = null;

  @Property({ type: "datetime", nullable: true })
  finishedAt: Date | null = null;

  @Property({ type: "json", nullable: true })
  result: ShardResult | null = null;

  /** Moved from and to the artifact store for it. */
  @Property({ type: "double" })
  bytes: number = 0;

  get settled(): boolean {
    return this.status === ShardStatus.TRAINED || this.status === ShardStatus.LEFT_OUT;
  }

  /** Nobody has heard of its worker for too long. */
  get lapsed(): boolean {
    return this.status === ShardStatus.TRAINING && this.leaseExpiresAt !== null && this.leaseExpiresAt < new Date();
  }

  take(workerId: string, leaseSeconds: number): void {
    this.status = ShardStatus.TRAINING;
    this.workerId = workerId;
    this.leaseExpiresAt = new Date(Date.now() + leaseSeconds * 1000);
    this.startedAt = new Date();
  }

  /** Waits to be taken up anew. */
  requeue(): void {
    this.status = ShardStatus.QUEUED;
    this.attempt += 1;
    this.leaseExpiresAt = null;
  }

  settle(status: ShardStatus.TRAINED | ShardStatus.LEFT_OUT): void {
    this.status = status;
    this.leaseExpiresAt = null;
    this.finishedAt = new Date();
  }
}
