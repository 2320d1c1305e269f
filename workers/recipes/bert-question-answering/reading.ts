import { inParts } from "../../bert/saved-bert.js";
import type { Tokens } from "../../bert/model.js";
import type { BertTokenizer } from "../../../src/domains/training/checkpoints/bert-tokenizer.js";
import { type AnswerRules, type Candidate, candidates, type ScoredWindow } from "./answers.js";
import type { PassageWindow, QuestionData, QuestionWindow } from "./data.js";
import type { EndScores } from "./network.js";

/** Windows with the scores that a network gives their tokens, in their order. */
export async function readWindows<W extends PassageWindow>(
  windows: readonly W[],
  tokenizer: BertTokenizer,
  scores: (tokens: Tokens) => Promise<EndScores>,
): Promise<(ScoredWindow & { window: W })[]> {
  const inputs = windows.map(({ input }) => input);
  const scored: (ScoredWindow & { window: W })[] = [];
  await inParts(inputs, tokenizer, async (tokens, from) => {
    const { starts, ends } = await scores(tokens);
    const length = tokens.ids.length / tokens.rows;
    for (let row = 0; row < tokens.rows; row++) {
      const window = windows[from + row];
      const own = (all: Float32Array) => all.subarray(row * length, row * length + window.input.ids.length);
      scored.push({ window, starts: own(starts), ends: own(ends) });
    }
  });
  return scored;
}

/** The candidates of each of these questions, by the scores of all their windows. */
export function candidatesOf(
  { passages }: Pick<QuestionData, "passages">,
  questions: Int32Array,
  scored: readonly (ScoredWindow & { window: QuestionWindow })[],
  rules: AnswerRules,
): Candidate[][] {
  const byQuestion = Map.groupBy(scored, ({ window }) => window.question);
  return Array.from(questions, (question) => candidates(byQuestion.get(question)!, passages[question], rules));
}
