import { expect, test } from "@jest/globals";
import { gcnGraphClassification } from "../../../src/domains/training/recipes/gcn-graph-classification.spec.js";
import { accuracy } from "../../evaluation/classification.js";
import { keepsItsPromises, predicted, sampleTexts, stepped, Trainers } from "../../../test/harness/trainers.js";
import type { ClassPrediction } from "../../../src/domains/training/predictions/prediction.specs.js";
import { RandomStreams } from "../../../src/kernel/random.js";
import { loadMotifGraphs } from "../../datasets/motif-graphs.js";
import { prepare } from "./data.js";
import { openPredictor } from "./predictor.js";
import { open } from "./trainer.js";

const trainers = new Trainers({
  spec: gcnGraphClassification,
  open,
  parameters: { epochs: 2, dropout: 0.2, classWeights: "balanced" },
  dataset: "motif-graphs-small",
});

keepsItsPromises(trainers, {
  belongsTo: { network: { parameters: { width: 32 } }, "data set": { dataset: "motif-graphs" } },
});

test("six epochs on 1,600 graphs see what degree statistics cannot", async () => {
  const trainer = await trainers.open({ dataset: "motif-graphs", parameters: { epochs: 6, dropout: 0 } });
  await stepped(trainer);
  const { model, baseline } = await predicted(trainer, "CLASSIFICATION");
  expect(baseline.name).toBe("degree-statistics");
  expect(baseline.labels).toEqual(model.labels);
  expect(accuracy(baseline)).toBeLessThan(0.4);
  expect(accuracy(model)).toBeGreaterThan(0.7);
});

test("a run begins at the loss of guessing, and tells what a step takes", async () => {
  const trainer = await trainers.open();
  expect(trainer.chanceLoss).toBeCloseTo(Math.log(4), 12);
  const { loss } = await trainer.validate();
  expect(Math.abs(loss - Math.log(4))).toBeLessThan(0.2);
  expect(trainer.work?.examples).toBe(16);
  expect(trainer.work?.flops).toBeGreaterThan(1e6);
});

test("a sample shows one graph of each class and names the mistakes", async () => {
  const trainer = await trainers.open();
  const [{ text: svg, ...sample }] = await sampleTexts(trainer);
  expect(sample).toMatchObject({ name: "graphs", mediaType: "image/svg+xml" });
  expect(svg.match(/<rect class="(good|bad)"/g)).toHaveLength(8);
  const wrong = Math.round(40 * (1 - (await trainer.validate())["accuracy"]));
  expect(svg).toContain(`Surest mistakes (${wrong} of 40)`);
});

test("its model is asked for the class of graphs, and says of the test part what its run said", async () => {
  const trainer = await trainers.open();
  await stepped(trainer, 10);
  const { model } = await predicted(trainer, "CLASSIFICATION");
  const [weights, preparation] = [await trainer.weights(), trainer.preparation!];
  const { graphs, types, split } = prepare(loadMotifGraphs("motif-graphs-small"), new RandomStreams(1).stream("split"));
  // The ends of every edge the other way round: the graphs are undirected.
  const asked = Array.from(split.test, (row) => ({
    nodes: Array.from(graphs[row].types, (type) => types[type]),
    edges: Array.from({ length: graphs[row].edges.length / 2 }, (_, at) => {
      const [to, from] = graphs[row].edges.subarray(2 * at);
      return { from, to };
    }),
  }));
  trainers.dispose();
  const nothing = trainers.tf.memory().numTensors;
  const predictor = await openPredictor({ parameters: trainers.parameters({}), preparation, weights });
  const answers = (await predictor.predict({ graphs: asked })) as ClassPrediction[];
  expect(answers).toHaveLength(40);
  answers.forEach(({ probabilities }, row) => {
    for (const { label, probability } of probabilities) {
      const own = model.probabilities[row * 4 + model.classes.indexOf(label)];
      expect(probability).toBeCloseTo(own, 5);
    }
  });
  const [lone] = await predictor.predict({ graphs: [{ nodes: ["C"], edges: [] }] });
  expect((lone as ClassPrediction).probabilities).toHaveLength(4);
  await expect(predictor.predict({ graphs: [asked[0], { nodes: ["C", "Xe"], edges: [] }] })).rejects.toMatchObject({
    field: "graphs.1.nodes.1",
  });
  predictor.dispose();
  expect(trainers.tf.memory().numTensors).toBe(nothing);
});
