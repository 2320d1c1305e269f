import { z } from "zod";
import { InvalidInput, NotFound } from "../../../kernel/errors.js";
import { rowId } from "../../../kernel/ids.js";
import { checkInput } from "../../../kernel/input.js";
import type { Reader } from "../../../kernel/read/reader.js";
import { Statement } from "../../../kernel/read/statement.js";
import type { Viewer } from "../../accounts/viewer.js";
import { knownTo } from "../../content/content.policy.js";
import { scoreOf, wordsToKnow, type AnswerScore, type Rubric, type Vocabulary } from "./answer-score.js";
import { unitsOf } from "./read-text.js";

const answerText = z.string().max(10_000, "must be at most 10000 characters long.");

/** Scores answers to the bank's questions by their key points. */
export class AnswerScoring {
  constructor(private readonly reader: Reader) {}

  /**
   * How an answer, of at most 10,000 UTF-16 units, does against the key points of a question that the viewer may read; nothing
   * is kept of it. Two statements. Throws `NotFound`, and `InvalidInput` for a text that is too long or without a word.
   */
  async score(viewer: Viewer, questionId: string, text: string): Promise<AnswerScore> {
    const id = rowId("Question", questionId);
    const checked = checkInput(answerText, text, "text");
    if (unitsOf(checked).length === 0) throw new InvalidInput("text", "must hold at least one word.");
    const statement = new Statement();
    const known = knownTo(viewer)("q", statement);
    const [rubric] = await this.reader.query<Rubric & { bank: number }>(
      `select q.title, q.key_points as "keyPoints", q.problem->'statement' as statement,
        (select count(*)::int from question_search) as bank
       from question q where q.id = ${statement.value(id)} and ${known}`,
      statement.values,
    );
    if (!rubric) throw new NotFound("Question", questionId);
    return scoreOf(checked, rubric, await this.vocabulary(checked, rubric));
  }

  private async vocabulary(text: string, rubric: Rubric & { bank: number }): Promise<Vocabulary> {
    const { words, ofPoints } = wordsToKnow(text, rubric);
    const asked = words.map((word) => ({ word, counted: ofPoints.has(word) }));
    const rows = await this.reader.query<Known>(LOOK_UP, [JSON.stringify(asked)]);
    const stems = new Map(rows.map(({ word, stem }) => [word, stem ?? undefined]));
    const frequencies = new Map(rows.flatMap(({ stem, frequency }) => (frequency === null ? [] : [[stem, frequency]])));
    return {
      stemOf: (word) => stems.get(word),
      weightOf: (term) => rarity(frequencies.get(term) ?? 0, rubric.bank),
    };
  }
}

interface Known {
  word: string;
  /** Null for a word that says nothing. */
  stem: string | null;
  /** In how many questions it stands, of the terms of key points. */
  frequency: number | null;
}

/**
 * The square root of BM25's inverse document frequency (Robertson and Zaragoza, 2009, section 3.1) in the form that is never
 * negative; without the root a rare turn of phrase would outweigh what a point is about.
 */
function rarity(frequency: number, bank: number): number {
  return Math.sqrt(Math.log(1 + (Math.max(bank, frequency) - frequency + 0.5) / (frequency + 0.5)));
}

/** Terms in more questions than these count as common alike: counting on would take long in a large bank. */
const COUNTED_MAX = 2_000;

/** Words are letters and digits, so that none can end the quotes. */
const LOOK_UP = `
  select word, stem, case when counted and stem is not null then
    (select count(*)::int from (select from question_search
      where question_words(document) @@ ('''' || stem || '''')::tsquery limit ${COUNTED_MAX}) holding) end as frequency
  from (select word, counted, case when word ~ '^[a-z]+$' then (ts_lexize('english_stem', word))[1] else word end as stem
    from jsonb_to_recordset($1::jsonb) as asked (word text, counted boolean)) known`;
