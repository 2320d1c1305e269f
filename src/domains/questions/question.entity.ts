import { Cascade, Collection, type Ref } from "@mikro-orm/core";
import { Entity, ManyToOne, OneToMany, Property } from "@mikro-orm/decorators/legacy";
import type { Localized } from "../../kernel/localized.js";
import { User } from "../accounts/user.entity.js";
import { ReviewedContent } from "../content/content.entity.js";
import { Answer } from "./answer.entity.js";
import { Category } from "./category.entity.js";
import type { CodingProblem, Difficulty, QuestionContent, QuestionKind } from "./question.specs.js";
import { QuestionTag } from "./question-tag.entity.js";

/** A question of the bank, with the points that a good answer covers. */
@Entity({ tableName: "question" })
export class Question extends ReviewedContent {
  @ManyToOne(() => Category, { ref: true })
  category!: Ref<Category>;

  @ManyToOne(() => User, { ref: true, nullable: true })
  author: Ref<User> | null = null;

  @Property({ type: "text" })
  kind!: QuestionKind;

  @Property({ type: "text" })
  difficulty!: Difficulty;

  @Property({ type: "json" })
  title!: Localized;

  @Property({ type: "json" })
  keyPoints!: QuestionContent["keyPoints"];

  @Property({ type: "json" })
  links!: QuestionContent["links"];

  @Property({ type: "json" })
  citations!: QuestionContent["citations"];

  @Property({ type: "json", nullable: true })
  problem: CodingProblem | null = null;

  @OneToMany(() => QuestionTag, (tagging) => tagging.question, { cascade: [Cascade.PERSIST], orphanRemoval: true })
  tags = new Collection<QuestionTag>(this);

  @OneToMany(() => Answer, (answer) => answer.question, { cascade: [Cascade.PERSIST], orphanRemoval: true })
  answers = new Collection<Answer>(this);
}
