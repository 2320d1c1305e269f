import { expect, test } from "@jest/globals";
import type { z } from "zod";
import { accuracy } from "../../workers/evaluation/classification.js";
import type { OpenPredictor } from "../../workers/runtime/predictor.js";
import type { OpenTrainer } from "../../workers/runtime/trainer.js";
import { type Choice, keepsItsPromises, predicted, sampleTexts, stepped, Trainers } from "./trainers.js";

/** A recipe that tells the class of texts. */
interface TextClassifier<P extends z.ZodObject> {
  spec: { parameters: P };
  open: OpenTrainer<z.output<P>>;
  openPredictor: OpenPredictor<z.output<P>>;
  /** A network that is quick to train. */
  small: Record<string, unknown>;
  /** What makes it another network, whose checkpoint is refused. */
  other: Choice;
  /** What makes its words wider. */
  wider: Choice;
}

/** Declares the tests of what every text classifier promises. */
export function tellsTheClassOfTexts<P extends z.ZodObject>(recipe: TextClassifier<P>): void {
  const { spec, open, openPredictor, small, other, wider } = recipe;
  const trainers = new Trainers({
    spec,
    open,
    parameters: { ...small, epochs: 2, batchSize: 64 },
    dataset: "word-order-en",
  });

  keepsItsPromises(trainers, {
    parameters: { dropout: 0.3, wordDropout: 0.2, classWeights: "balanced" },
    belongsTo: { network: other, length: { parameters: { maxLength: 9 } }, language: { dataset: "word-order-zh" } },
    threads: true,
  });

  test("where the order of words alone tells, it learns what a bag of words cannot, and its model answers as it did", async () => {
    const parameters = { epochs: 8, batchSize: 32, dropout: 0, wordDropout: 0, learningRate: 5e-3 };
    const trainer = await trainers.open({ parameters });
    await stepped(trainer);
    const { model, baseline } = await predicted(trainer, "CLASSIFICATION");
    expect(baseline.name).toBe("bag-of-words");
    expect(baseline.labels).toEqual(model.labels);
    expect(accuracy(model)).toBeGreaterThan(0.9);
    expect(Math.abs(accuracy(baseline) - 0.5)).toBeLessThan(0.08);

    const { rows, texts = [] } = model.shown!;
    const predictor = await openPredictor({
      parameters: spec.parameters.parse(parameters),
      preparation: JSON.parse(JSON.stringify(trainer.preparation)) as Record<string, unknown>,
      weights: await trainer.weights(),
    });
    const answers = await predictor.predict({ texts: texts.slice(0, 3) });
    predictor.dispose();
    answers.forEach((answer, at) => {
      const { probabilities } = answer as { probabilities: { label: string; probability: number }[] };
      const ahead = probabilities.find(({ label }) => label === "ahead")!;
      expect(ahead.probability).toBeCloseTo(model.probabilities[2 * rows[at]], 4);
    });
  });

  test("a sample marks the words of held-out texts of each class, Chinese ones too", async () => {
    const trainer = await trainers.open({ dataset: "word-order-zh" });
    const [{ text: svg, ...sample }] = await sampleTexts(trainer);
    expect(sample).toMatchObject({ name: "texts", mediaType: "image/svg+xml" });
    expect(svg).toContain(">极<");
    expect(svg.match(/fill-opacity/g)!.length).toBeGreaterThan(30);
  });

  test("a run begins with another's weights where the words are the same; a table of other words, or of another width, is refused by name", async () => {
    const first = await trainers.open();
    const [weights, preparation] = [await first.weights(), first.preparation as { words: string[] }];
    const origin = { weights, preparation, frozen: ["words"], renewed: ["classes"] };
    const second = await trainers.open({ origin });
    await stepped(second, 1);
    const learnt = await second.weights();
    expect(learnt["words/table"]).toEqual(weights["words/table"]);
    expect(learnt["classes/kernel"]).not.toEqual(weights["classes/kernel"]);

    const others = { ...preparation, words: preparation.words.toReversed() };
    const [rows, width] = weights["words/table"].shape;
    await expect(trainers.open({ origin: { ...origin, preparation: others } })).rejects.toMatchObject({
      code: "WEIGHTS_MISMATCH",
      message: expect.stringContaining(`words/table (here ${rows} words, there [${rows}, ${width}]`) as unknown,
    });
    await expect(trainers.open({ ...wider, origin })).rejects.toMatchObject({
      code: "WEIGHTS_MISMATCH",
      message: expect.stringContaining(`words/table (here [${rows}, `) as unknown,
    });
  });
}
