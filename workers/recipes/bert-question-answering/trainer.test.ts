import { expect, test } from "@jest/globals";
import { bertQuestionAnswering } from "../../../src/domains/training/recipes/bert-question-answering.spec.js";
import { keepsItsPromises, predicted, sampleTexts, stepped, Trainers } from "../../../test/harness/trainers.js";
import { type AnswersEvaluation, answersJudge } from "../../evaluation/judges/answers.judge.js";
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

test("a sample shows held-out questions, the model's answers and how sure it is", async () => {
  const [{ text, ...sample }] = await sampleTexts(await trainers.open());
  expect(sample).toEqual({ name: "questions", mediaType: "text/plain" });
  expect(text.split("\n\n")).toHaveLength(9);
  expect(text).toMatch(/\?\n {2}.+ \d+ % (✓|✗ \(.+\))\n {2}.+[.…]/);
});
