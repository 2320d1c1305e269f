import type { Client } from "pg";

/** Questions in the bank. */
export const QUESTIONS = 5_000;

/** Fills a question bank in which each question has a category, 3 of 40 tags, and 5 answers by some of 50 authors. */
export async function fillBank(client: Client): Promise<void> {
  const id = (kind: number, number: string) =>
    `('00000000-000${String(kind)}-7000-8000-' || lpad((${number})::text, 12, '0'))::uuid`;
  const text = (en: string, zh: string) => `jsonb_build_object('en', ${en}, 'zh', ${zh})`;
  const name = (kind: string) => text(`'${kind} ' || i`, `'${kind} 之 ' || i`);
  const EN = "repeat('Attention weighs every token by its relevance to the others. ', 2)";
  const ZH = "repeat('注意力按相关程度为每个词元加权。', 2)";
  await client.query(`
    insert into user_account (id, email, name)
      select ${id(1, "i")}, 'author' || i || '@bench.local', 'Author ' || i from generate_series(1, 50) i;
    insert into question_category (id, slug, name, position)
      select ${id(2, "i")}, 'bench-category-' || i, ${name("Category")}, i from generate_series(1, 12) i;
    insert into tag (id, slug, name)
      select ${id(3, "i")}, 'bench-tag-' || i, ${name("Tag")} from generate_series(1, 40) i;
    insert into question (id, slug, category_id, author_id, kind, difficulty, status, title, key_points)
      select ${id(4, "i")}, 'bench-question-' || i, ${id(2, "1 + i % 12")}, ${id(1, "1 + i % 50")},
        (array['KNOWLEDGE', 'CODING', 'CASE'])[1 + i % 3], (array['EASY', 'MEDIUM', 'HARD'])[1 + i % 3], 'PUBLISHED',
        ${text("'How does a large model weigh its context? No. ' || i", "'大模型如何衡量上下文？之 ' || i")},
        jsonb_build_array(${text("'Relevance'", "'相关性'")}, ${text("'Softmax'", "'归一化'")})
      from generate_series(1, ${QUESTIONS}) i;
    insert into question_tag (question_id, tag_id, position)
      select ${id(4, "i")}, ${id(3, "1 + (i * 7 + place * 13) % 40")}, place
      from generate_series(1, ${QUESTIONS}) i, generate_series(0, 2) place;
    insert into answer (id, question_id, author_id, position, short, explanation)
      select ${id(5, "i * 10 + place")}, ${id(4, "i")}, ${id(1, "1 + (i + place) % 50")}, place,
        ${text("'Briefly, by relevance: answer ' || place", "'简言之，按相关性：答案 ' || place")},
        ${text(`${EN} || i`, `${ZH} || i`)}
      from generate_series(1, ${QUESTIONS}) i, generate_series(0, 4) place;`);
  await client.query("vacuum analyze");
}
