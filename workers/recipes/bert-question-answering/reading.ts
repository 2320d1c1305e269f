import { inParts } from "../../bert/saved-bert.js";
import type { Tokens } from "../../bert/model.js";
import type { BertTokenizer } from "../../../src/domains/training/checkpoints/bert-tokenizer.js";
import type { ScoredWindow } from "./answers.js";
import type { PassageWindow } from "./data.js";
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
