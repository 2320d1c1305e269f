import { Entity, Property } from "@mikro-orm/decorators/legacy";
import { Row } from "../../../kernel/row.entity.js";

export enum RoundStatus {
  /** Its shards train, or wait to be averaged. */
  OPEN = "OPEN",
  AVERAGED = "AVERAGED",
}

/** One round of a federated run: its shards train from the same weights, then what they learnt is averaged. At most one is open. */
@Entity({ tableName: "federated_round" })
export class FederatedRound extends Row {
  @Property({ type: "uuid" })
  runId!: string;

  /** Counts from 1. */
  @Property({ type: "integer" })
  number!: number;

  @Property({ type: "text" })
  status: RoundStatus = RoundStatus.OPEN;

  @Property({ type: "datetime", nullable: true })
  finishedAt: Date | null = null;

  average(): void {
    this.status = RoundStatus.AVERAGED;
    this.finishedAt = new Date();
  }
}
