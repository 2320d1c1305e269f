import type { Ref } from "@mikro-orm/core";
import { Entity, ManyToOne, Property } from "@mikro-orm/decorators/legacy";
import { Row } from "../../kernel/row.entity.js";
import type { Localized } from "../../kernel/localized.js";
import { User } from "../accounts/user.entity.js";
import { Question } from "./question.entity.js";

/** One answer to a question: the short one that covers every key point, and the long one that explains it. */
@Entity({ tableName: "answer" })
export class Answer extends Row {
  @ManyToOne(() => Question, { ref: true })
  question!: Ref<Question>;

  @ManyToOne(() => User, { ref: true, nullable: true })
  author: Ref<User> | null = null;

  @Property({ type: "integer" })
  position!: number;

  @Property({ type: "json" })
  short!: Localized;

  @Property({ type: "json" })
  explanation!: Localized;

  @Property({ type: "datetime", onUpdate: () => new Date() })
  updatedAt: Date = new Date();
}
