import type { BertClassificationParameters } from "../../../src/domains/training/recipes/bert-fine-tune-classification.spec.js";
import { BertTokenizer } from "../../../src/domains/training/checkpoints/bert-tokenizer.js";
import { sideBySide } from "../../bert/tokens.js";
import { loadTexts } from "../../datasets/built-in-texts.js";
import { probabilitiesOf } from "../../export/class-outputs.js";
import type { ModelExporter } from "../../export/exporter.js";
import { OnnxGraph } from "../../export/onnx-graph.js";
import { encoderBlock, hiding, layerNorm, softmax, unsqueezed } from "../../export/onnx-layers.js";
import { inputsOf, labelsOf, prepare } from "./data.js";
import type { ClassifierPreparation } from "./predictor.js";

/** Texts that the exported model is shown at once: memory grows with the square of their length. */
const AT_ONCE = 32;

/**
 * Exports fine-tuned BERTs. The model takes `input_ids` and `attention_mask` [batch, length], int64, as Hugging Face's tokenisers make them of one text;
 * it says `probabilities` [batch, classes]. Its metadata have the tokeniser, as a tokenizer.json says it, the classes, and the longest length.
 */
export const exporter: ModelExporter<BertClassificationParameters, "CLASSIFICATION"> = {
  onnx({ preparation, weights }, precision) {
    const { config, tokenizer, classes, maxLength } = preparation as ClassifierPreparation;
    const { width, heads, layers, epsilon, activation } = config;
    const graph = new OnnxGraph(precision, weights);
    const ids = graph.input("input_ids", ["length"], "int64");
    const mask = graph.asFloats(graph.input("attention_mask", ["length"], "int64"));
    const [zero, one] = [graph.integers([0]), graph.integers([1])];
    const length = graph.apply("Gather", [graph.apply("Shape", [ids]), one]);
    const places = graph.matrix(graph.weight("positions/table").values as Float32Array, width);
    const positions = graph.apply("Slice", [places, zero, length, zero]);
    const firstText = graph.floats(graph.weight("types/table").values.slice(0, width));
    const words = graph.apply("Add", [graph.rows(ids, "words/table"), firstText]);
    let signal = layerNorm(graph, graph.apply("Add", [words, positions]), "embeddings-norm", epsilon);
    const bias = unsqueezed(graph, hiding(graph, mask), 1, 2);
    for (let layer = 1; layer <= layers; layer++)
      signal = encoderBlock(graph, signal, `block${layer}`, { width, heads, bias, epsilon, activation, norm: "after" });
    const first = graph.shaped(graph.apply("Slice", [signal, zero, one, one]), [0, width]);
    const pooled = graph.apply("Tanh", [graph.dense(first, "pooler")]);
    graph.output("probabilities", softmax(graph, graph.dense(pooled, "classes")), [classes.length]);
    return graph.file("bert-fine-tune-classification", { classes, tokenizer, maxLength });
  },

  async testPart({ dataset, ownData, random, preparation, predicted }) {
    const { tokenizer: description, maxLength } = preparation as ClassifierPreparation;
    const tokenizer = new BertTokenizer(description);
    const data = prepare(await loadTexts(dataset, ownData), tokenizer, maxLength, random.stream("split"));
    const { test } = data.split;
    const { ids, mask, rows } = sideBySide(inputsOf(data, test), tokenizer.special);
    const shape = [rows, ids.length / rows];
    return {
      inputs: {
        input_ids: { shape, values: BigInt64Array.from(ids, BigInt) },
        attention_mask: { shape, values: BigInt64Array.from(mask, BigInt) },
      },
      atOnce: AT_ONCE,
      ...probabilitiesOf(predicted, data.classes, labelsOf(data, test)),
    };
  },
};
