import { loadTexts } from "../../datasets/built-in-texts.js";
import { PADDING, TOKEN, UNKNOWN, Vocabulary } from "../../datasets/tokens.js";
import { probabilitiesOf } from "../../export/class-outputs.js";
import type { ModelExporter } from "../../export/exporter.js";
import { OnnxGraph } from "../../export/onnx-graph.js";
import { softmax, tokenMask } from "../../export/onnx-layers.js";
import { idsOf, labelsOf, prepare } from "./data.js";
import type { TextShape } from "./model.js";
import type { TextParameters } from "./open.js";
import type { TextPreparation } from "./predictor.js";

/** Texts that the exported model is shown at once: memory grows with the square of their length. */
const AT_ONCE = 64;

/** Texts as an exported network reads them, both [batch, length]. */
export interface OnnxTexts {
  /** Numbers of tokens. */
  ids: string;
  /** 1 where there is a token, 0 in the room after a text's end. */
  mask: string;
  /** Tokens of a text at most. */
  maxLength: number;
}

/**
 * Exports text classifiers, of which `scores` builds the network up to the scores of the classes. The model takes `ids` [batch, length], int64:
 * numbers of the tokens of each text, with 0 in the room after a text's end; and says `probabilities` [batch, classes]. Its metadata tell how a text
 * becomes numbers: `words` by number, `token`, a regular expression of a token, and `maxLength`.
 */
export function textExporter<S extends TextShape>(
  name: string,
  scores: (graph: OnnxGraph, texts: OnnxTexts, shape: S) => string,
): ModelExporter<TextParameters, "CLASSIFICATION"> {
  return {
    onnx({ preparation, weights }, precision) {
      const { shape, words, classes, maxLength } = preparation as TextPreparation<S>;
      const graph = new OnnxGraph(precision, weights);
      const ids = graph.input("ids", ["length"], "int64");
      const said = scores(graph, { ids, mask: tokenMask(graph, ids), maxLength }, shape);
      graph.output("probabilities", softmax(graph, said), [classes.length]);
      const numbers = { words: new Vocabulary(words).words, padding: PADDING, unknown: UNKNOWN };
      return graph.file(name, { classes, ...numbers, token: TOKEN.source, maxLength });
    },

    async testPart({ parameters, dataset, ownData, random, predicted }) {
      const data = prepare(await loadTexts(dataset, ownData), parameters, random.stream("split"));
      const { test } = data.split;
      const ids = BigInt64Array.from(idsOf(data, test), BigInt);
      return {
        inputs: { ids: { shape: [test.length, ids.length / test.length], values: ids } },
        atOnce: AT_ONCE,
        ...probabilitiesOf(predicted, data.classes, labelsOf(data, test)),
      };
    },
  };
}
