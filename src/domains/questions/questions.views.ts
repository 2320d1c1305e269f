import type { Condition } from "../../kernel/read/reader.js";
import { byCreation, byPosition, contains, has } from "../../kernel/read/reader.js";
import type { Viewer } from "../accounts/viewer.js";
import { everybody, publishedTo } from "../content/content.policy.js";
import type { ContentView } from "../content/content.reader.js";
import type { Difficulty, QuestionKind, QuestionStatus } from "./question.specs.js";
import { answerShape, categoryShape, questionShape, tagShape } from "./questions.shapes.js";

/** What a list of questions may be narrowed to. */
export interface QuestionCriteria {
  category?: string | null;
  tags?: string[] | null;
  difficulty?: Difficulty | null;
  kind?: QuestionKind | null;
  status?: QuestionStatus | null;
  title?: string | null;
}

export const questionView: ContentView<QuestionCriteria> = {
  shape: () => questionShape,
  visible: publishedTo,
  order: byCreation,
  conditions: ({ category, tags, difficulty, kind, status, title }) => [
    has("difficulty", difficulty),
    has("kind", kind),
    has("status", status),
    contains("title", title),
    category == null ? undefined : inCategory(category),
    ...(tags ?? []).map(tagged),
  ],
};

export const categoryView: ContentView = { shape: () => categoryShape, visible: everybody, order: byPosition };

export const tagView: ContentView = { shape: () => tagShape, visible: everybody, order: byCreation };

/** An answer is seen by whoever sees its question. */
export const answerView: ContentView = {
  shape: () => answerShape,
  visible: (viewer: Viewer) => (row, statement) =>
    `exists (select from question q where q.id = ${row}.question_id and ${publishedTo(viewer)("q", statement)})`,
  order: byCreation,
};

function inCategory(slug: string): Condition {
  return (row, statement) =>
    `${row}.category_id = (select id from question_category where slug = ${statement.value(slug)})`;
}

function tagged(slug: string): Condition {
  return (row, statement) =>
    `exists (select from question_tag l join tag t on t.id = l.tag_id
      where l.question_id = ${row}.id and t.slug = ${statement.value(slug)})`;
}
