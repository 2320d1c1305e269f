import type * as tf from "@tensorflow/tfjs";
import { beamSearch, type Hypothesis } from "./beam-search.js";
import type { Weights } from "../../runtime/tensor/layers/weights.js";
import { padded } from "./data.js";
import { Decoding } from "./decoding.js";
import type { TranslationShape } from "./model.js";
import { tensorOf } from "./network.js";
import { BEGIN, END, PAD, UNKNOWN } from "./vocabulary.js";

/** How translations are searched for. */
export interface Search {
  beam: number;
  lengthPenalty: number;
}

/** Rows that are decoded at once: sentences times beam. */
const ROWS_AT_ONCE = 256;
/** A translation may be so many times as long as its source, and a little more. */
const [LONGER_BY, AND_MORE] = [2, 10];

/** A network as it is asked to translate. */
export interface Translator {
  settings: { shape: TranslationShape };
  variables: Weights;
}

/** The likeliest translations of these sentences, in their order. Sentences of like lengths are decoded together. */
export async function translate(
  network: Translator,
  sources: readonly number[][],
  search: Search,
): Promise<Hypothesis[]> {
  const byLength = sources.map((_, at) => at).sort((a, b) => sources[a].length - sources[b].length || a - b);
  const translations: Hypothesis[] = sources.map(() => ({ tokens: [], score: 0 }));
  const atOnce = Math.max(1, Math.floor(ROWS_AT_ONCE / search.beam));
  for (let from = 0; from < byLength.length; from += atOnce) {
    const places = byLength.slice(from, from + atOnce);
    const found = await together(network, places.map((at) => sources[at]), search); // prettier-ignore
    places.forEach((at, place) => (translations[at] = found[place]));
  }
  return translations;
}

async function together(network: Translator, sources: number[][], search: Search): Promise<Hypothesis[]> {
  const { shape } = network.settings;
  const tensor: tf.Tensor2D = tensorOf(padded(sources), sources.length);
  const decoding = new Decoding(shape, network.variables, tensor, search.beam);
  tensor.dispose();
  try {
    return await beamSearch({
      ...search,
      sentences: sources.length,
      most: LONGER_BY * tensor.shape[1] + AND_MORE,
      tokens: shape.targetTokens,
      begin: BEGIN,
      end: END,
      never: [PAD, UNKNOWN, BEGIN],
      next: (last, parents) => decoding.next(last, parents),
    });
  } finally {
    decoding.dispose();
  }
}
