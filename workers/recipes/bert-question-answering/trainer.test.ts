import { expect, test } from "@jest/globals";
import { bertQuestionAnswering } from "../../../src/domains/training/recipes/bert-question-answering.spec.js";
import type { AnswerPrediction } from "../../../src/domains/training/predictions/prediction.specs.js";
import { keepsItsPromises, predicted, sampleTexts, stepped, Trainers } from "../../../test/harness/trainers.js";
import { type AnswersEvaluation, answersJudge } from "../../evaluation/judges/answers.judge.js";
import { openPredictor } from "./predictor.js";
import { open } from "./trainer.js";

/** English passages: 2,240 questions to train in 35 steps an epoch. */
const trainers = new Trainers({
  spec: bertQuestionAnswering,
  open,
  parameters: { batchSize: 64, maxLength: 112, epochs: 1 },
  dataset: "start-up-questions-en",
});

keepsItsPromises(trainers, {
  parameters: { dropout: 0.2 },
  belongsTo: {
    window: { parameters: { maxLength: 64 } },
    "frozen part": { parameters: { frozen: 2 } },
    "set of questions": { dataset: "start-up-questions-zh" },
  },
  steps: 2,
  threads: true,
});

test("it learns to mark answers, and to say that there is none, far better than the overlap of words does", async () => {
  const trainer = await trainers.open({
    parameters: { epochs: 4, batchSize: 32, warmup: 0.05, gradientClip: 1, learningRate: 2e-3 },
  });
  await stepped(trainer);
  const { model, baseline } = await predicted(trainer, "ANSWERS");
  expect(baseline.name).toBe("word-overlap");
  const [own, other] = [model, baseline].map((answers) => answersJudge.evaluate(answers) as AnswersEvaluation);
  expect(own).toMatchObject({ rows: 640 });
  expect(own.exactMatch).toBeGreaterThan(0.4);
  expect(own.exactMatch).toBeGreaterThan(other.exactMatch + 0.2);
  const empty = model.answers.filter((answer) => answer === "").length;
  expect(empty).toBeGreaterThan(0);
  expect(empty).toBeLessThan(model.answers.length / 2);
});

test("windows that are shorter than passages are learnt from and answered from as well", async () => {
  const logged: string[] = [];
  const parameters = { maxLength: 64, stride: 24 };
  const trainer = await trainers.open({ parameters, log: (message) => logged.push(message) });
  const windows = Number(/read in (\d+) windows of at most 64 tokens/.exec(logged.join())![1]);
  expect(windows).toBeGreaterThan(1.5 * 3_200);
  await stepped(trainer, 1);
  const { loss, exact_match: matches } = await trainer.validate();
  expect([Number.isFinite(loss), matches >= 0]).toEqual([true, true]);
});

test("its model is asked questions on passages, long ones too, and answers as the run did, with the place in the passage", async () => {
  const parameters = { maxLength: 64, stride: 24, frozen: 1, batchSize: 64 };
  const trainer = await trainers.open({ parameters });
  await stepped(trainer, 3);
  const { model } = await predicted(trainer, "ANSWERS");
  const saved = {
    parameters: bertQuestionAnswering.parameters.parse(parameters),
    preparation: JSON.parse(JSON.stringify(trainer.preparation)) as Record<string, unknown>,
    weights: await trainer.weights(),
  };
  const passages = model.questions.map((question, at) => ({ question, passage: model.contexts![at] })).slice(0, 24);
  const doubtful = await openPredictor(saved);
  const told = (await doubtful.predict({ passages })) as AnswerPrediction[];
  expect(told.map(({ text }) => text ?? "")).toEqual(model.answers.slice(0, 24));
  doubtful.dispose();

  const predictor = await openPredictor({ ...saved, preparation: { ...saved.preparation, mayBeEmpty: false } });
  const passage = `🌱 ${passages.map((each) => each.passage).join(" ")}`;
  const [answer] = (await predictor.predict({ passages: [{ ...passages[0], passage }] })) as AnswerPrediction[];
  const { candidates, ...best } = answer;
  expect(best).toEqual({ __typename: "AnswerPrediction", ...candidates[0] });
  expect(candidates).toHaveLength(5);
  for (const { text, start, end, probability } of candidates) {
    expect([...passage].slice(start!, end!).join("")).toBe(text);
    expect(probability).toBeLessThanOrEqual(best.probability);
  }
  await expect(predictor.predict({ passages: [{ ...passages[0], passage: "\u0000" }] })).rejects.toMatchObject({
    field: "passages.0.passage",
  });
  predictor.dispose();
});

test("a sample shows held-out questions, the model's answers and how sure it is", async () => {
  const [{ text, ...sample }] = await sampleTexts(await trainers.open());
  expect(sample).toEqual({ name: "questions", mediaType: "text/plain" });
  expect(text.split("\n\n")).toHaveLength(9);
  expect(text).toMatch(/\?\n {2}.+ \d+ % (✓|✗ \(.+\))\n {2}.+[.…]/);
});
