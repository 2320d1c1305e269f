import type { Localized } from "../../../src/kernel/localized.js";
import { type MarkedText, markedTexts } from "../../drawing/marked-texts.js";
import { predictedLabels } from "../../evaluation/predictions.js";
import type { Predictions } from "../../evaluation/test-predictions.js";
import type { Sample } from "../../runtime/trainer.js";
import { type EncodedTexts, idsOf } from "./data.js";
import type { MarkedTexts } from "./network.js";

/** Texts of each class, and mistakes, that are drawn at most. */
const [OF_EACH, OF_ALL, WORST] = [2, 6, 4];

/** What a picture is made of. `predictions` are of `rows`. */
export interface TextsAtWork {
  data: Pick<EncodedTexts, "ids" | "tokens">;
  network: { marked(ids: Int32Array, rows: number): Promise<MarkedTexts> };
  /** What the marks mean. */
  marked: Localized;
  rows: Int32Array;
  predictions: Predictions;
}

/** A picture of the network at work on held-out texts: the first ones of each class, the same every time, and the mistakes it is surest of. */
export async function textsAtWork({ data, network, marked, rows, predictions }: TextsAtWork): Promise<Sample> {
  const { classes, labels, probabilities } = predictions;
  const predicted = predictedLabels(predictions);
  const share = (at: number) => probabilities[at * classes.length + predicted[at]];
  const all = [...labels.keys()];
  const firsts = classes.flatMap((_, label) => all.filter((at) => labels[at] === label).slice(0, OF_EACH));
  const mistakes = all.filter((at) => predicted[at] !== labels[at]).sort((a, b) => share(b) - share(a));
  const chosen = [...firsts.slice(0, OF_ALL), ...mistakes.slice(0, WORST)];
  const shown = Int32Array.from(chosen, (at) => rows[at]);
  const ids = idsOf(data, shown);
  const { marks } = await network.marked(ids, shown.length);
  const length = ids.length / shown.length;
  const texts = chosen.map((at, index): MarkedText => {
    const [guess, truth] = [predicted[at], labels[at]];
    const row = rows[at];
    return {
      tokens: data.tokens[row].slice(0, data.ids[row].length),
      marks: marks.subarray(index * length, (index + 1) * length),
      label: guess === truth ? classes[guess] : `${classes[guess]} ≠ ${classes[truth]}`,
      note: `${Math.round(100 * share(at))} %`,
      wrong: guess !== truth,
    };
  });
  const title = { en: "Held-out texts as the network reads them", zh: "网络对验证文本的判断" };
  const edge = texts.length - Math.min(WORST, mistakes.length);
  const svg = markedTexts(title, marked, [
    { title: { en: "The first of each class", zh: "各类的前几篇" }, texts: texts.slice(0, edge) },
    {
      title: { en: `Surest mistakes (${mistakes.length} of ${labels.length})`, zh: "最有把握的错误" },
      texts: texts.slice(edge),
    },
  ]);
  return { name: "texts", mediaType: "image/svg+xml", content: new TextEncoder().encode(svg) };
}
