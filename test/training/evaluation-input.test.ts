import { expect, test } from "@jest/globals";
import { checkEvaluation } from "../../src/domains/training/evaluations/evaluation-input.js";

const asked = (recipe: string, trainedOn: string, dataset: string) =>
  checkEvaluation({ recipe, dataset: trainedOn, datasetVersionId: null }, { dataset });

test.each([
  ["rnn-sequence-generation", "moby-dick", "tang-poems"],
  ["transformer-translation", "startup-sentences-small", "startup-sentences"],
  ["bert-question-answering", "start-up-questions-en", "start-up-questions-zh"],
])("a model of %s is judged on another built-in set", (recipe, trainedOn, dataset) => {
  expect(asked(recipe, trainedOn, dataset)).toMatchObject({ dataset });
});

test.each([
  ["rnn-sequence-generation", "co2", "seattle-weather"],
  ["lstm-time-series", "co2", "seattle-weather"],
])("a model of a series is judged on no other series, and says so (%s)", (recipe, trainedOn, dataset) => {
  expect(asked(recipe, trainedOn, trainedOn)).toMatchObject({ dataset: trainedOn });
  expect(asked(recipe, trainedOn, dataset)).toEqual([
    {
      ...{ field: "dataset", code: "UNKNOWN_DATASET" },
      message: `${recipe} judges models of TIME_SERIES on the data set of their training alone, ${trainedOn}.`,
    },
  ]);
});
