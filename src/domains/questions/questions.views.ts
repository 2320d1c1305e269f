import type { Condition } from "../../kernel/read/reader.js";
import { byCreation, byPosition, contains, has } from "../../kernel/read/reader.js";
import type { Viewer } from "../accounts/viewer.js";
import { everybody, knownTo, listedTo, publishedTo } from "../content/content.policy.js";
import type { ContentView } from "../content/content.reader.js";
import type { PublicationStatus } from "../content/content.specs.js";
import type { Difficulty, QuestionKind } from "./question.specs.js";
import { answerShape, categoryShape, questionShape, tagShape } from "./questions.shapes.js";

/** What a list of questions may be narrowed to. */
export interface QuestionCriteria {
  category?: string | null;
  tags?: string[] | null;
  difficulty?: Difficulty | null;
  kind?: QuestionKind | null;
  status?: PublicationStatus | null;
  title?: string | null;
  staleTranslation?: boolean | null;
  unreviewed?: boolean | null;
}

export const questionView: ContentView<QuestionCriteria> = {
  shape: () => questionShape,
  visible: publishedTo,
  known: knownTo,
  order: byCreation,
  conditions: ({ category, tags, difficulty, kind, status, title, staleTranslation, unreviewed }, viewer) => [
    has("difficulty", difficulty),
    has("kind", kind),
    listedTo(viewer, status),
    contains("title", title),
    whether(staleTranslation, (row) => `${row}.stale_translations <> '[]'`),
    whether(unreviewed, (row) => questionShape.columns.unreviewed(row)),
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
    `exists (select from question q where q.id = ${row}.question_id and ${knownTo(viewer)("q", statement)})`,
  order: byCreation,
};

function whether(wanted: boolean | null | undefined, holds: (row: string) => string): Condition | undefined {
  return wanted == null ? undefined : (row) => `${wanted ? "" : "not "}(${holds(row)})`;
}

function inCategory(slug: string): Condition {
  return (row, statement) =>
    `${row}.category_id = (select id from question_category where slug = ${statement.value(slug)})`;
}

function tagged(slug: string): Condition {
  return (row, statement) =>
    `exists (select from question_tag l join tag t on t.id = l.tag_id
      where l.question_id = ${row}.id and t.slug = ${statement.value(slug)})`;
}
