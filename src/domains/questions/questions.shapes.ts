import { authorShape } from "../accounts/accounts.shapes.js";
import { reviewedColumns, revisionsOf } from "../content/content.shapes.js";
import { idColumn, instantColumn, plainColumns, type Shape } from "../../kernel/read/shape.js";

export const categoryShape: Shape = {
  type: "QuestionCategory",
  table: "question_category",
  columns: { id: idColumn("QuestionCategory"), ...plainColumns("slug", "name") },
};

export const tagShape: Shape = {
  type: "Tag",
  table: "tag",
  columns: { id: idColumn("Tag"), ...plainColumns("slug", "name") },
};

export const answerShape: Shape = {
  type: "Answer",
  table: "answer",
  columns: { id: idColumn("Answer"), ...plainColumns("short", "explanation"), createdAt: instantColumn("created_at") },
  one: { author: { shape: () => authorShape, on: (answer, author) => `${author}.id = ${answer}.author_id` } },
};

export const questionShape: Shape = {
  type: "Question",
  table: "question",
  columns: reviewedColumns("Question", "kind", "difficulty", "title", "keyPoints", "links", "citations", "problem"),
  one: {
    category: { shape: () => categoryShape, on: (question, category) => `${category}.id = ${question}.category_id` },
    author: { shape: () => authorShape, on: (question, author) => `${author}.id = ${question}.author_id` },
  },
  many: {
    tags: {
      shape: () => tagShape,
      from: (tag) => `question_tag ${tag}l join tag ${tag} on ${tag}.id = ${tag}l.tag_id`,
      on: (question, tag) => `${tag}l.question_id = ${question}.id`,
      order: (tag) => `${tag}l.position`,
      max: 50,
    },
    answers: {
      shape: () => answerShape,
      on: (question, answer) => `${answer}.question_id = ${question}.id`,
      order: (answer) => `${answer}.position`,
      limit: { argument: "first", default: 3 },
      max: 20,
    },
    revisions: revisionsOf("Question"),
  },
};
