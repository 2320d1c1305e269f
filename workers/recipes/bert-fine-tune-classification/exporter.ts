import type { BertClassificationParameters } from "../../../src/domains/training/recipes/bert-fine-tune-classification.spec.js";
import { BertTokenizer } from "../../../src/domains/training/checkpoints/bert-tokenizer.js";
import { READ_AT_ONCE } from "../../bert/saved-bert.js";
import { tokenizerFile } from "../../bert/tokenizer-file.js";
import { sideBySide } from "../../bert/tokens.js";
import { loadTexts } from "../../datasets/built-in-texts.js";
import { probabilitiesOf } from "../../export/class-outputs.js";
import type { ModelExporter } from "../../export/exporter.js";
import { bertEncoder, bertInputs, bertTensors } from "../../export/onnx-bert.js";
import { OnnxGraph } from "../../export/onnx-graph.js";
import { softmax } from "../../export/onnx-layers.js";
import { inputsOf, labelsOf, prepare } from "./data.js";
import { probabilities } from "./network.js";
import type { ClassifierPreparation } from "./predictor.js";

/**
 * Exports fine-tuned BERTs. The model takes `input_ids` and `attention_mask` [batch, length], int64, as Hugging Face's tokenisers make them of one text;
 * it says `probabilities` [batch, classes]. Its metadata have the tokeniser, as a tokenizer.json says it, the classes, and the longest length.
 */
export const exporter: ModelExporter<BertClassificationParameters, "CLASSIFICATION"> = {
  onnx({ preparation, weights }, precision) {
    const { config, tokenizer, classes, maxLength } = preparation as ClassifierPreparation;
    const graph = new OnnxGraph(precision, weights);
    const signal = bertEncoder(graph, config, bertInputs(graph));
    const first = graph.shaped(
      graph.apply("Slice", [signal, graph.integers([0]), graph.integers([1]), graph.integers([1])]),
      [0, config.width],
    );
    const pooled = graph.apply("Tanh", [graph.dense(first, "pooler")]);
    graph.output("probabilities", softmax(graph, graph.dense(pooled, "classes")), [classes.length]);
    return graph.file("bert-fine-tune-classification", { classes, tokenizer: tokenizerFile(tokenizer), maxLength });
  },

  checkpoint: {
    architecture: "BertForSequenceClassification",
    ask: async ({ config, weights }, tokens) => ({ probabilities: await probabilities(config, weights, tokens) }),
  },

  async testPart({ dataset, ownData, random, preparation, predicted }) {
    const { tokenizer: description, maxLength } = preparation as ClassifierPreparation;
    const tokenizer = new BertTokenizer(description);
    const data = prepare(await loadTexts(dataset, ownData), tokenizer, maxLength, random.stream("split"));
    const { test } = data.split;
    const { input_ids, attention_mask } = bertTensors(sideBySide(inputsOf(data, test), tokenizer.special));
    return {
      inputs: { input_ids, attention_mask },
      atOnce: READ_AT_ONCE,
      ...probabilitiesOf(predicted, data.classes, labelsOf(data, test)),
    };
  },
};
