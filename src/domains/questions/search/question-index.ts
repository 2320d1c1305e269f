import type { EntityManager } from "@mikro-orm/postgresql";
import type { Localized } from "../../../kernel/localized.js";
import { filedUnder } from "../../../kernel/search/near-words.js";
import {
  documentSql,
  searchDocument,
  type SearchDocument,
  type Searchable,
} from "../../../kernel/search/search-document.js";
import type { PublicationStatus } from "../../content/content.specs.js";
import type { Difficulty, QuestionKind } from "../question.specs.js";

/** Counts the ways in which documents have been made: raised when words are cut otherwise, so that all are made again. */
const FORM = 1;
/** Questions that are read and indexed in one go. */
const BATCH = 200;

/** What searches narrow by: each is a mark in the documents, since no text can hold one. */
export const mark = {
  category: (slug: string) => `category:${slug}`,
  tag: (slug: string) => `tag:${slug}`,
  kind: (kind: QuestionKind) => `kind:${kind}`,
  difficulty: (difficulty: Difficulty) => `difficulty:${difficulty}`,
  status: (status: PublicationStatus) => `status:${status}`,
};

/** What a question is found by. */
interface Found {
  id: string;
  revision: number;
  status: PublicationStatus;
  kind: QuestionKind;
  difficulty: Difficulty;
  title: Localized;
  keyPoints: Localized[];
  category: Label;
  tags: Label[];
  statement: Localized | null;
  answers: { short: Localized; explanation: Localized }[];
}

interface Label {
  slug: string;
  name: Localized;
}

/** Makes these questions findable as they are now, in the caller's transaction. The rows have to be written. */
export async function indexQuestions(em: EntityManager, ids: readonly string[]): Promise<void> {
  for (let at = 0; at < ids.length; at += BATCH) await indexBatch(em, ids.slice(at, at + BATCH));
}

/** Indexes every question that is not indexed as it is now, in the caller's transaction. Returns how many there were. */
export async function indexRemaining(em: EntityManager): Promise<number> {
  const behind = await em.execute<{ id: string }[]>(BEHIND);
  await indexQuestions(
    em,
    behind.map(({ id }) => id),
  );
  return behind.length;
}

/** Has everything indexed anew by the next `indexRemaining`: a name that many questions share has changed. */
export async function forgetIndex(em: EntityManager): Promise<void> {
  await em.execute(`update question_search set revision = 0`);
}

async function indexBatch(em: EntityManager, ids: readonly string[]): Promise<void> {
  const found = await em.execute<Found[]>(READ, [JSON.stringify(ids)]);
  const words = new Set<string>();
  const rows = found.map((question) => {
    const [title, document] = [titleOf(question), documentOf(question)].map(searchDocument);
    for (const text of Object.values(document.english)) for (const word of text.split(" ")) if (word) words.add(word);
    return { id: question.id, revision: question.revision, ...columns("t", title), ...columns("d", document) };
  });
  // Everybody adds words in the same order, so that two who index at the same moment wait for each other at most once.
  const vocabulary = [...words].sort().map((word) => ({ word, filed: filedUnder(word) }));
  await em.execute(KEEP_WORDS, [JSON.stringify(vocabulary)]);
  await em.execute(KEEP, [JSON.stringify(rows)]);
}

function titleOf({ title, category, tags, ...question }: Found): Searchable {
  return {
    texts: {
      A: both(title),
      B: [category, ...tags].flatMap(({ slug, name }) => [...both(name), slug]),
    },
    marks: [
      mark.category(category.slug),
      ...tags.map(({ slug }) => mark.tag(slug)),
      mark.kind(question.kind),
      mark.difficulty(question.difficulty),
      mark.status(question.status),
    ],
  };
}

function documentOf(question: Found): Searchable {
  const { texts, marks } = titleOf(question);
  return {
    texts: {
      A: texts.A,
      B: [...texts.B!, ...question.keyPoints.flatMap(both)],
      C: [
        ...(question.statement ? both(question.statement) : []),
        ...question.answers.flatMap(({ short }) => both(short)),
      ],
      D: question.answers.flatMap(({ explanation }) => both(explanation)),
    },
    marks,
  };
}

function both({ en, zh }: Localized): string[] {
  return [en, zh];
}

/** A document as columns of JSON: its words as they stand, and the English ones by weight. */
function columns(prefix: string, { exact, english }: SearchDocument): Record<string, string> {
  const named = Object.entries({ x: exact, a: english.A, b: english.B, c: english.C, d: english.D });
  return Object.fromEntries(named.map(([name, text]) => [prefix + name, text]));
}

const BEHIND = `
  select q.id from question q left join question_search s on s.question_id = q.id
  where s.question_id is null or s.revision <> q.revision or s.form <> ${FORM} order by q.id`;

const READ = `
  select q.id, q.revision, q.status, q.kind, q.difficulty, q.title, q.key_points as "keyPoints", q.problem->'statement' as statement,
    json_build_object('slug', c.slug, 'name', c.name) as category,
    (select coalesce(json_agg(json_build_object('slug', t.slug, 'name', t.name) order by l.position), '[]')
      from question_tag l join tag t on t.id = l.tag_id where l.question_id = q.id) as tags,
    (select coalesce(json_agg(json_build_object('short', a.short, 'explanation', a.explanation) order by a.position), '[]')
      from answer a where a.question_id = q.id) as answers
  from question q join question_category c on c.id = q.category_id
  where q.id in (select jsonb_array_elements_text(?::jsonb)::uuid)`;

const KEEP_WORDS = `
  insert into question_word (word, stem, filed_under)
  select word, coalesce((ts_lexize('english_stem', word))[1], word), filed
  from jsonb_to_recordset(?::jsonb) as w (word text, filed text[])
  on conflict do nothing`;

const vector = (prefix: string) =>
  documentSql(`row.${prefix}x`, {
    A: `row.${prefix}a`,
    B: `row.${prefix}b`,
    C: `row.${prefix}c`,
    D: `row.${prefix}d`,
  });

const KEEP = `
  insert into question_search (question_id, revision, form, title, document)
  select row.id, row.revision, ${FORM}, ${vector("t")}, ${vector("d")}
  from jsonb_to_recordset(?::jsonb) as row (id uuid, revision int,
    tx text, ta text, tb text, tc text, td text, dx text, da text, db text, dc text, dd text)
  order by row.id
  on conflict (question_id) do update
    set revision = excluded.revision, form = excluded.form, title = excluded.title, document = excluded.document`;
