import { Entity, Property } from "@mikro-orm/decorators/legacy";
import { Row } from "../../../kernel/row.entity.js";
import type { Memory } from "./practice.specs.js";

/** A question that somebody practises. State and due time are columns as well, which the database makes of the memory. */
@Entity({ tableName: "practice_card" })
export class PracticeCard extends Row {
  @Property({ type: "uuid" })
  userId!: string;

  @Property({ type: "uuid" })
  questionId!: string;

  @Property({ type: "json" })
  memory!: Memory;
}
