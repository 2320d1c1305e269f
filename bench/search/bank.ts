import { join } from "node:path";
import type { Client } from "pg";
import { loadPacks } from "../../seeds/load.js";
import { newId } from "../../src/kernel/ids.js";
import { projectRoot } from "../../src/kernel/project-root.js";
import { RandomStreams } from "../../src/kernel/random.js";

/** Questions in the bank beside those of the product. */
export const QUESTIONS = Number(process.env.QUESTIONS ?? 50_000);
const BATCH = 1_000;
/** Words that stand in about one question in a hundred each, beside those of real sentences. */
const RARE_WORDS = 2_000;
const SYLLABLES = [
  "ba",
  "cor",
  "den",
  "fil",
  "gra",
  "hex",
  "jun",
  "kel",
  "lom",
  "mir",
  "nos",
  "pra",
  "quo",
  "ril",
  "sta",
  "tov",
];

/** A word of the generated bank that real texts do not have; the same for the same number. */
export function rareWord(number: number): string {
  const at = (place: number) => SYLLABLES[Math.floor(number / 16 ** place) % 16];
  return `${at(0)}${at(1)}${at(2)}${at(0)}`;
}

interface Sentences {
  en: string[];
  zh: string[];
}

/** Fills the bank with questions put together from sentences of the real ones, so that words are as frequent as in real texts. */
export async function fillBank(client: Client): Promise<void> {
  const { questions } = await loadPacks(join(projectRoot, "seeds/content"));
  const { rows: categories } = await client.query<{ id: string }>("select id from question_category order by slug");
  const { rows: tags } = await client.query<{ id: string }>("select id from tag order by slug");
  const titles = questions.map(({ title }) => title);
  const points = questions.flatMap(({ keyPoints }) => keyPoints);
  const long: Sentences = {
    en: questions.flatMap(({ explanation }) => explanation.en.split(/(?<=[.?!])\s+/)),
    zh: questions.flatMap(({ explanation }) => explanation.zh.split(/(?<=[。？！])/)),
  };
  const random = new RandomStreams(1).stream("questions");
  const one = <T>(from: readonly T[]): T => from[random.int(from.length)];
  const several = (count: number, rare: string) => ({
    en: `${Array.from({ length: count }, () => one(long.en)).join(" ")} ${rare}.`,
    zh: Array.from({ length: count }, () => one(long.zh)).join(""),
  });
  for (let from = 0; from < QUESTIONS; from += BATCH) {
    const rows = Array.from({ length: Math.min(BATCH, QUESTIONS - from) }, (_, at) => {
      const number = from + at;
      const [first, second] = [one(titles), one(points)];
      const rare = rareWord(random.int(RARE_WORDS));
      return {
        ...{ id: newId(), answer: newId(), slug: `bench-${String(number)}` },
        ...{ category: one(categories).id, tag: one(tags).id },
        ...{ kind: one(["KNOWLEDGE", "CODING", "CASE"]), difficulty: one(["EASY", "MEDIUM", "HARD"]) },
        title: { en: `${first.en} ${second.en} (${String(number)})`, zh: `${first.zh}${second.zh}` },
        points: [one(points), one(points), one(points)],
        short: several(2, rare),
        explanation: several(5, rareWord(random.int(RARE_WORDS))),
      };
    });
    await client.query(
      `with row as (select * from jsonb_to_recordset($1::jsonb) as r (id uuid, answer uuid, slug text, category uuid, tag uuid,
          kind text, difficulty text, title jsonb, points jsonb, short jsonb, explanation jsonb)),
        questions as (insert into question (id, slug, category_id, kind, difficulty, status, title, key_points)
          select id, slug, category, kind, difficulty, 'PUBLISHED', title, points from row),
        tags as (insert into question_tag (question_id, tag_id, position) select id, tag, 0 from row)
      insert into answer (id, question_id, position, short, explanation) select answer, id, 0, short, explanation from row`,
      [JSON.stringify(rows)],
    );
  }
}
