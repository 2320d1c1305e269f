import type { AnswerPrediction } from "../../../src/domains/training/predictions/prediction.specs.js";
import type { BertQuestionAnsweringParameters } from "../../../src/domains/training/recipes/bert-question-answering.spec.js";
import { type BertPreparation, SavedBert } from "../../bert/saved-bert.js";
import { InputFault, type OpenPredictor } from "../../runtime/predictor.js";
import { type Candidate, candidates } from "./answers.js";
import { passageOf, windowsOn } from "./data.js";
import { endScores } from "./network.js";
import { readWindows } from "./reading.js";

/** What a prediction needs beside the weights. */
export interface ReaderPreparation extends BertPreparation {
  /** Tokens of a window; the model's own limit is heeded. */
  maxLength: number;
  /** Whether the training part had questions without an answer. */
  mayBeEmpty: boolean;
}

/** Answers that are told of each question. */
const TOLD = 5;

/** Asks a fine-tuned BERT questions on passages, which are read in windows as in training. */
export const openPredictor: OpenPredictor<BertQuestionAnsweringParameters> = async (model) => {
  const { maxLength, mayBeEmpty } = model.preparation as ReaderPreparation;
  const { stride, longestAnswer: longest } = model.parameters;
  const bert = new SavedBert(model);
  const { config, tokenizer, weights } = bert;
  return {
    async predict({ passages }) {
      const asked = passages!.map(({ passage: text, question }, at) => {
        const passage = passageOf(text, tokenizer);
        if (passage.pieces.length === 0) throw new InputFault(`passages.${at}.passage`, "has no words to read.");
        return { passage, windows: windowsOn({ question, answers: [] }, passage, tokenizer, { maxLength, stride }) };
      });
      const windows = asked.flatMap((each) => each.windows);
      const inputs = windows.map(({ input }) => input);
      bert.admit(inputs, "passages");
      const scored = await readWindows(windows, tokenizer, (tokens) => endScores(config, weights, tokens));
      let from = 0;
      return asked.map((each) => {
        const own = scored.slice(from, (from += each.windows.length));
        return told(candidates(own, each.passage, { longest, mayBeEmpty }), each.passage.text);
      });
    },
    dispose: () => bert.dispose(),
  };
};

function told(found: readonly Candidate[], passage: string): AnswerPrediction {
  const said = found.slice(0, TOLD).map(({ text, start, share: probability }) => {
    if (start === undefined) return { text: null, start: null, end: null, probability };
    // Strings count UTF-16 units here; people, and SQuAD, count characters.
    const from = [...passage.slice(0, start)].length;
    return { text, start: from, end: from + [...text].length, probability };
  });
  return { __typename: "AnswerPrediction", ...said[0], candidates: said };
}
