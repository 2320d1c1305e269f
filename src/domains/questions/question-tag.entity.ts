import { PrimaryKeyProp, type Ref } from "@mikro-orm/core";
import { Entity, ManyToOne, Property } from "@mikro-orm/decorators/legacy";
import { Question } from "./question.entity.js";
import { Tag } from "./tag.entity.js";

/** A tag on a question, in the order the editor gave. */
@Entity({ tableName: "question_tag" })
export class QuestionTag {
  [PrimaryKeyProp]?: ["question", "tag"];

  @ManyToOne(() => Question, { ref: true, primary: true })
  question!: Ref<Question>;

  @ManyToOne(() => Tag, { ref: true, primary: true })
  tag!: Ref<Tag>;

  @Property({ type: "integer" })
  position!: number;
}
