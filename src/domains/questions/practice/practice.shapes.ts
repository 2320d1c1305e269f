import { idColumn, instantColumn, plainColumns, type One, type Shape } from "../../../kernel/read/shape.js";
import { questionShape } from "../questions.shapes.js";
import { DEFAULT_SETTINGS } from "./practice.specs.js";

/** Milliseconds since 1970 as RFC 3339; null stays null. */
function millisecondsColumn(sql: (row: string) => string): (row: string) => string {
  return (row) =>
    `to_char(to_timestamp((${sql(row)})::bigint / 1000.0) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
}

/** Archived questions stay with those who know them, as `knownTo` has it. */
const knownQuestion: One = {
  shape: () => questionShape,
  on: (row, question) =>
    `${question}.id = ${row}.question_id and ${question}.status in ('PUBLISHED', 'ARCHIVED') and ${question}.published_at is not null`,
};

const desiredRetention = (row: string) =>
  `coalesce((select s.desired_retention from practice_settings s where s.user_id = ${row}.user_id), ${DEFAULT_SETTINGS.desiredRetention})`;

export const questionNoteShape: Shape = {
  type: "QuestionNote",
  table: "question_note",
  columns: {
    id: idColumn("QuestionNote"),
    ...plainColumns("flagged", "text"),
    updatedAt: instantColumn("updated_at"),
  },
  one: { question: knownQuestion },
};

export const practiceCardShape: Shape = {
  type: "PracticeCard",
  table: "practice_card",
  columns: {
    id: idColumn("PracticeCard"),
    ...plainColumns("state"),
    due: millisecondsColumn((row) => `${row}.due_ms`),
    reps: (row) => `${row}.memory->'reps'`,
    lapses: (row) => `${row}.memory->'lapses'`,
    stability: (row) => `nullif((${row}.memory->>'stability')::float8, 0)`,
    difficulty: (row) => `nullif((${row}.memory->>'difficulty')::float8, 0)`,
    lastReviewedAt: millisecondsColumn((row) => `${row}.memory->>'lastReview'`),
    choices: (row) => `json_build_object('memory', ${row}.memory, 'desiredRetention', ${desiredRetention(row)})`,
  },
  one: {
    question: knownQuestion,
    note: {
      shape: () => questionNoteShape,
      on: (card, note) => `${note}.user_id = ${card}.user_id and ${note}.question_id = ${card}.question_id`,
    },
  },
};

export const practiceReviewShape: Shape = {
  type: "PracticeReview",
  table: "practice_review",
  columns: {
    id: idColumn("PracticeReview"),
    ...plainColumns("rating", "desiredRetention"),
    reviewedAt: instantColumn("reviewed_at"),
    due: millisecondsColumn((row) => `${row}.after->>'due'`),
    undoneAt: instantColumn("undone_at"),
    choices: (row) =>
      `json_build_object('memory', ${row}.before, 'desiredRetention', ${row}.desired_retention, 'at', ${row}.after->'lastReview')`,
  },
  one: { card: { shape: () => practiceCardShape, on: (review, card) => `${card}.id = ${review}.card_id` } },
};
