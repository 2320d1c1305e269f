import { returnsHistogram } from "../../drawing/returns-histogram.js";
import { evaluateEpisodes } from "../episodes.js";
import { judge } from "../judge.js";
import type { EpisodeReturns } from "../test-predictions.js";

/** Episodes that a policy has played, by what it was rewarded with. */
export const episodesJudge = judge({
  primary: "meanReturn",
  encode: ({ returns, success }: EpisodeReturns) => ({
    tensors: { returns: { shape: [returns.length], dtype: "float32", values: returns } },
    json: { success },
  }),
  decode: ({ tensors, json }): EpisodeReturns => ({
    returns: tensors.returns.values as Float32Array,
    success: json.success as number,
  }),
  evaluate: (episodes: EpisodeReturns) => evaluateEpisodes(episodes),
  draw: (_, report) => [{ kind: "FIGURE", name: "returns.svg", svg: returnsHistogram(report) }],
});
