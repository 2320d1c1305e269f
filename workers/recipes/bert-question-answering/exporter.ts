import type { BertQuestionAnsweringParameters } from "../../../src/domains/training/recipes/bert-question-answering.spec.js";
import { READ_AT_ONCE, SavedBert } from "../../bert/saved-bert.js";
import { tokenizerFile } from "../../bert/tokenizer-file.js";
import { sideBySide } from "../../bert/tokens.js";
import { loadQuestions } from "../../datasets/passage-questions.js";
import type { ExportTensors, ModelExporter } from "../../export/exporter.js";
import { bertEncoder, bertInputs, bertTensors } from "../../export/onnx-bert.js";
import { OnnxGraph } from "../../export/onnx-graph.js";
import { transposed } from "../../export/onnx-layers.js";
import { prepare, QUESTION_MAX, type QuestionWindow, windowsOf } from "./data.js";
import { NOT_TO_CHOOSE } from "./model.js";
import { endScores } from "./network.js";
import type { ReaderPreparation } from "./predictor.js";
import { candidatesOf, readWindows } from "./reading.js";

/**
 * Exports readers. The model takes `input_ids`, `token_type_ids` and `attention_mask` [batch, length], int64, as Hugging Face's tokenisers make them of
 * a question and a part of a passage; it says `start_logits` and `end_logits` [batch, length], −1e9 at padding. Its metadata have the
 * tokeniser, as a tokenizer.json says it, and how passages are cut into windows and answers are chosen.
 */
export const exporter: ModelExporter<BertQuestionAnsweringParameters, "ANSWERS"> = {
  onnx({ parameters: { stride, longestAnswer }, preparation, weights }, precision) {
    const { config, tokenizer, maxLength, mayBeEmpty } = preparation as ReaderPreparation;
    const graph = new OnnxGraph(precision, weights);
    const inputs = bertInputs(graph, 2);
    const scores = transposed(graph, graph.dense(bertEncoder(graph, config, inputs), "span"), 2, 0, 1);
    const token = graph.apply("Greater", [inputs.mask, graph.floats([0])]);
    for (const [at, end] of ["start_logits", "end_logits"].entries()) {
      const own = graph.apply("Gather", [scores, graph.integer(at)]);
      graph.output(end, graph.apply("Where", [token, own, graph.floats([NOT_TO_CHOOSE])]), ["length"]);
    }
    const windows = { maxLength, stride, longestQuestion: QUESTION_MAX };
    return graph.file("bert-question-answering", {
      tokenizer: tokenizerFile(tokenizer),
      ...windows,
      longestAnswer,
      mayBeEmpty,
    });
  },

  checkpoint: {
    architecture: "BertForQuestionAnswering",
    async ask({ config, weights }, tokens) {
      const { starts, ends } = await endScores(config, weights, tokens);
      const alone = (scores: Float32Array) => scores.map((score, at) => (tokens.mask[at] ? score : NOT_TO_CHOOSE));
      return { start_logits: alone(starts), end_logits: alone(ends) };
    },
  },

  async testPart({ parameters, dataset, ownData, random, preparation, weights, predicted }) {
    const { maxLength, mayBeEmpty } = preparation as ReaderPreparation;
    const { stride, longestAnswer: longest } = parameters;
    const bert = new SavedBert({ parameters, preparation, weights });
    const lengths = { maxLength, stride };
    const set = await loadQuestions(dataset, ownData);
    const data = prepare(set, bert.tokenizer, lengths, random.stream("split"));
    const windows = Array.from(windowsOf(data, data.split.test), (row) => data.windows[row]);
    const inputs = bertTensors(sideBySide(windows.map(({ input }) => input), bert.tokenizer.special)); // prettier-ignore
    const read = await readWindows(windows, bert.tokenizer, (tokens) => endScores(bert.config, bert.weights, tokens));
    bert.dispose();
    const [, length] = inputs.input_ids.shape;
    return {
      inputs,
      atOnce: READ_AT_ONCE,
      expected: {
        start_logits: inRows(read.map(({ starts }) => starts), length), // prettier-ignore
        end_logits: inRows(read.map(({ ends }) => ends), length), // prettier-ignore
      },
      predictions: (outputs) => {
        const scored = scoredWindows(windows, outputs);
        const chosen = candidatesOf(data, data.split.test, scored, { longest, mayBeEmpty });
        return { ...predicted, answers: chosen.map(([{ text }]) => text) };
      },
    };
  },
};

/** Scores of windows side by side, filled up to that length as padding is. */
function inRows(scores: readonly Float32Array[], length: number): Float32Array {
  const rows = new Float32Array(scores.length * length).fill(NOT_TO_CHOOSE);
  scores.forEach((own, row) => rows.set(own, row * length));
  return rows;
}

function scoredWindows(windows: readonly QuestionWindow[], { start_logits, end_logits }: ExportTensors) {
  const [, length] = start_logits.shape;
  return windows.map((window, row) => {
    const [from, to] = [row * length, row * length + window.input.ids.length];
    return { window, starts: start_logits.values.subarray(from, to), ends: end_logits.values.subarray(from, to) };
  });
}
