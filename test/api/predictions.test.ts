import { beforeAll, describe, expect, test } from "@jest/globals";
import type { AnswerCandidate } from "../../src/domains/training/predictions/prediction.specs.js";
import { loadMnistDigits } from "../../workers/datasets/mnist-digits.js";
import { greyPng } from "../../workers/drawing/png.js";
import type { Client } from "../harness/client.js";
import { withProduct } from "../harness/product.js";
import { ReportedRun } from "../harness/reported-run.js";
import { follow, launch, SMALL } from "../harness/runs.js";
import { seedStranger } from "../harness/stranger.js";
import { sendForm, upload } from "../harness/uploads.js";
import { withWorker } from "../harness/worker.js";

const product = withProduct();
withWorker(product);

const PREDICT = `query ($runId: ID!, $input: PredictionInput!) { predict(runId: $runId, input: $input) {
  __typename
  ... on Predictions { warm predictions {
    __typename ... on ClassPrediction { label probability probabilities { label probability } } } }
  ... on Refusal { code message }
  ... on InvalidPredictionInput { errors { field code message } } } }`;

interface Answer {
  __typename: string;
  warm?: boolean;
  predictions?: { label: string; probability: number; probabilities: { label: string; probability: number }[] }[];
  code?: string;
  errors?: { field: string; code: string }[];
}

const CANDIDATE = `text start end probability`;
const ANSWERS = `query ($id: ID!, $input: PredictionInput!) { predict(runId: $id, input: $input) {
  ... on Predictions { predictions { ... on AnswerPrediction { ${CANDIDATE} candidates { ${CANDIDATE} } } } } } }`;

interface Told extends AnswerCandidate {
  candidates: AnswerCandidate[];
}

const predict = async (client: Client, runId: string, input: object): Promise<Answer> =>
  (await client.query<{ predict: Answer }>(PREDICT, { runId, input })).predict;

const GENTOO = {
  bill_length_mm: 50.2,
  bill_depth_mm: 14.3,
  flipper_length_mm: 218,
  body_mass_g: 5700,
  island: "Biscoe",
  sex: "MALE",
};

let founder: Client;
let penguins: string;
let digits: string;

beforeAll(async () => {
  founder = await product.founder();
  penguins = (await launch(founder, { recipe: "tabular-classification", preset: "QUICK" })).id;
  digits = (await launch(founder, SMALL)).id;
  for (const run of [penguins, digits]) await follow(founder, run);
});

describe("a model that is asked", () => {
  test("tells the class of each row, in their order, and is warm the second time", async () => {
    const adelie = { ...GENTOO, bill_length_mm: 37, bill_depth_mm: 19, flipper_length_mm: 185, body_mass_g: 3500 };
    const { __typename, predictions } = await predict(founder, penguins, { rows: [GENTOO, adelie] });
    expect(__typename).toBe("Predictions");
    expect(predictions!.map(({ label }) => label)).toEqual(["Gentoo", "Adelie"]);
    const [{ probability, probabilities }] = predictions!;
    expect(probability).toBe(Math.max(...probabilities.map((each) => each.probability)));
    expect(probabilities.reduce((sum, each) => sum + each.probability, 0)).toBeCloseTo(1, 5);
    expect((await predict(founder, penguins, { rows: [GENTOO] })).warm).toBe(true);
  });

  test("reads digits from PNG files", async () => {
    const { pixels, labels } = await loadMnistDigits("mnist-digits-small");
    const rows = [5, 105, 205, 305, 405, 505, 605, 705, 805, 905];
    const images = rows.map((row) => greyPng(pixels.subarray(row * 784, (row + 1) * 784), 28, 28).toString("base64"));
    const { predictions } = await predict(founder, digits, { images });
    const right = predictions!.filter(({ label }, at) => label === String(labels[rows[at]]));
    expect(right.length).toBeGreaterThanOrEqual(8);
  });

  describe("by files of a multipart request", () => {
    const asked = async (runId: string, files: Uint8Array[], input: object = {}) => {
      const form = new FormData();
      const variables = { runId, input: { imageFiles: files.map(() => null), ...input } };
      form.append("operations", JSON.stringify({ query: PREDICT, variables }));
      form.append("map", JSON.stringify({ ...files.map((_, at) => [`variables.input.imageFiles.${at}`]) }));
      for (const [at, file] of files.entries()) form.append(String(at), new Blob([file as BlobPart]), `${at}.png`);
      const { data, errors } = await sendForm<{ predict: Answer }>(product, founder, form);
      return data?.predict ?? { __typename: errors![0].extensions.code };
    };

    test("says the same as of the same pictures in base64", async () => {
      const { pixels } = await loadMnistDigits("mnist-digits-small");
      const files = [5, 605].map((row) => greyPng(pixels.subarray(row * 784, (row + 1) * 784), 28, 28));
      const images = files.map((file) => file.toString("base64"));
      expect((await asked(digits, files)).predictions).toEqual(
        (await predict(founder, digits, { images })).predictions,
      );
    });

    test("refuses files that are too large, too many, none, beside others or of no use, and says which", async () => {
      const [small, large] = [Buffer.alloc(10), Buffer.alloc(75_001)];
      const fields = async (...given: Parameters<typeof asked>) =>
        (await asked(...given)).errors?.map(({ field }) => field);
      expect(await fields(digits, [small, large])).toEqual(["input.imageFiles.1"]);
      expect(await fields(digits, [small])).toEqual(["input.images.0"]);
      const none = await predict(founder, digits, { imageFiles: [] });
      expect(none.errors).toMatchObject([{ field: "input.imageFiles", code: "OUT_OF_RANGE" }]);
      expect(await fields(digits, [small], { images: ["x"] })).toEqual(["input.imageFiles"]);
      expect(await fields(penguins, [small])).toEqual(["input.imageFiles"]);
      expect(await asked(digits, Array<Buffer>(101).fill(small))).toEqual({ __typename: "PAYLOAD_TOO_LARGE" });
    });
  });

  test.each([
    ["a cell of another type", { rows: [{ ...GENTOO, body_mass_g: "heavy" }] }, ["input.rows.0.body_mass_g"]],
    ["an unknown column", { rows: [GENTOO, { ...GENTOO, wings: 2 }] }, ["input.rows.1.wings"]],
    ["no row", { rows: [] }, ["input.rows"]],
    ["too many rows", { rows: Array.from({ length: 101 }, () => GENTOO) }, ["input.rows"]],
    ["pictures", { images: ["x"] }, ["input.images", "input.rows"]],
    ["nothing", {}, ["input.rows"]],
  ])("refuses %s and names the field", async (_, input, fields) => {
    const { __typename, errors } = await predict(founder, penguins, input);
    expect(__typename).toBe("InvalidPredictionInput");
    expect(errors!.map(({ field }) => field)).toEqual(fields);
  });
});

test("an ensemble says the mean of what its models say, and refuses models of other classes", async () => {
  const TOGETHER = PREDICT.replace("$runId: ID!", "$runIds: [ID!]!").replace(
    "predict(runId: $runId,",
    "predictTogether(runIds: $runIds,",
  );
  const together = async (runIds: string[]) =>
    (await founder.query<{ predictTogether: Answer }>(TOGETHER, { runIds, input: { rows: [GENTOO] } })).predictTogether;
  const other = (await launch(founder, { recipe: "tabular-classification", preset: "QUICK", seed: 9 })).id;
  const parameters = { labels: "Adelie=small, Chinstrap=small, Gentoo=large" };
  const renamed = (await launch(founder, { recipe: "tabular-classification", preset: "QUICK", parameters })).id;
  for (const run of [other, renamed]) await follow(founder, run);
  const single = await Promise.all([penguins, other].map((run) => predict(founder, run, { rows: [GENTOO] })));
  const of = ({ predictions }: Answer, label: string) =>
    predictions![0].probabilities.find((each) => each.label === label)!.probability;
  const mean = await together([penguins, other]);
  for (const label of ["Adelie", "Chinstrap", "Gentoo"])
    expect(of(mean, label)).toBeCloseTo((of(single[0], label) + of(single[1], label)) / 2, 10);
  expect(await together([penguins, renamed])).toMatchObject({ code: "NOT_ONE_ENSEMBLE" });
  const twice = await founder.codes(TOGETHER, { runIds: [penguins, penguins], input: { rows: [GENTOO] } });
  expect(twice).toEqual(["BAD_USER_INPUT"]);
});

test("a model that writes goes on after a beginning, by the dice that it is given, and names what it cannot take", async () => {
  const parameters = { hidden: 12, embedding: 8, window: 12, epochs: 1 };
  const { id } = await launch(founder, { recipe: "rnn-sequence-generation", dataset: "tang-poems", parameters });
  await follow(founder, id);
  interface Wrote {
    predictions?: { text: string; score: number }[];
    errors?: { field: string }[];
  }
  const asked = async (beginnings: object): Promise<Wrote> => {
    const query = `query ($id: ID!, $input: PredictionInput!) { predict(runId: $id, input: $input) {
      ... on Predictions { predictions { ... on TextPrediction { text score } } }
      ... on InvalidPredictionInput { errors { field } } } }`;
    return (await founder.query<{ predict: Wrote }>(query, { id, input: { beginnings } })).predict;
  };
  const texts = ["白日", "君不见"];
  const { predictions } = await asked({ texts, length: 12 });
  for (const { text, score } of predictions!) {
    expect([...text]).toHaveLength(12);
    expect(score).toBeLessThan(0);
  }
  expect((await asked({ texts, length: 12 })).predictions).toEqual(predictions);
  expect((await asked({ texts, length: 12, seed: 2 })).predictions).not.toEqual(predictions);
  const { errors } = await asked({ texts: [], length: 0, temperature: 0, topK: -1, topP: 2 });
  const fields = ["texts", "length", "temperature", "topK", "topP"].map((field) => `input.beginnings.${field}`);
  expect(errors!.map(({ field }) => field)).toEqual(fields);
});

test("a model that answers questions tells each answer with its place in the passage, and how sure it is", async () => {
  const passage = "Tea came to Europe in 1610. It was drunk in Lisbon first.";
  const asked = [{ question: "When did tea come to Europe?", text: "1610" }];
  const paragraphs = Array.from({ length: 40 }, (_, number) => ({
    context: `${number} ${passage}`,
    qas: asked.map(({ question, text }, at) => {
      const answers = [{ text, answer_start: `${number} ${passage}`.indexOf(text) }];
      return { id: `${number}-${at}`, question, answers };
    }),
  }));
  const file = JSON.stringify({ data: [{ paragraphs }] });
  const own = await upload(product, founder, file, { name: "Tea", kind: "QUESTIONS" }, "tea.json");
  const parameters = { epochs: 16, batchSize: 8, learningRate: 3e-3, dropout: 0, maxLength: 48, longestAnswer: 1 };
  const { id } = await launch(founder, { recipe: "bert-question-answering", dataset: own.id, parameters });
  await follow(founder, id);
  const passages = asked.map(({ question }) => ({ passage, question }));
  const { predict } = await founder.query<{ predict: { predictions: Told[] } }>(ANSWERS, { id, input: { passages } });
  predict.predictions.forEach(({ candidates, ...best }, at) => {
    const start = passage.indexOf(asked[at].text);
    expect(best).toMatchObject({ text: asked[at].text, start, end: start + asked[at].text.length });
    expect(best.probability).toBeGreaterThan(candidates[1].probability);
    expect(candidates).toHaveLength(5);
    expect(candidates[0]).toEqual(best);
  });
  const faulty = [{ passage: " ", question: "?".repeat(1_001) }];
  const { errors } = await founder
    .query<{ predict: Answer }>(PREDICT, { runId: id, input: { passages: faulty, texts: ["x"] } })
    .then((answer) => answer.predict);
  const fields = errors!.map(({ field }) => field);
  expect(fields).toEqual(["input.texts", "input.passages.0.passage", "input.passages.0.question"]);
});

test("a model of graphs tells the class of each, and faults are named by their place in the graph", async () => {
  const parameters = { width: 8, epochs: 1 };
  const { id } = await launch(founder, {
    recipe: "gcn-graph-classification",
    dataset: "motif-graphs-small",
    parameters,
  });
  await follow(founder, id);
  const ring = {
    nodes: ["N", "N", "C", "C", "C", "C"],
    edges: [0, 1, 2, 3, 4, 5].map((from) => ({ from, to: (from + 1) % 6 })),
  };
  const { predictions } = await predict(founder, id, { graphs: [ring, { nodes: ["O"], edges: [] }] });
  expect(predictions!.map(({ probabilities }) => probabilities.length)).toEqual([4, 4]);
  expect(predictions![0].probabilities.reduce((sum, { probability }) => sum + probability, 0)).toBeCloseTo(1, 5);

  const faulty = [
    { nodes: [], edges: [] },
    {
      nodes: ["C", "C"],
      edges: [
        [0, 1],
        [1, 0],
        [1, 1],
        [0, 2],
        [-1, 0],
      ].map(([from, to]) => ({ from, to })),
    },
    { nodes: new Array<string>(301).fill("C"), edges: [] },
    { nodes: ["C".repeat(201)], edges: [] },
  ];
  const { errors } = await predict(founder, id, { graphs: faulty });
  const fields = ["0.nodes", "1.edges.1", "1.edges.2", "1.edges.3.to", "1.edges.4.from", "2.nodes", "3.nodes.0"];
  expect(errors!.map(({ field }) => field)).toEqual(fields.map((field) => `input.graphs.${field}`));
  const strange = await predict(founder, id, { graphs: [{ nodes: ["C", "Xe"], edges: [] }] });
  expect(strange.errors).toMatchObject([{ field: "input.graphs.0.nodes.1", code: "INVALID" }]);
});

test("a model that denoises answers with pictures of its own size, as PNG files that it can be asked about again", async () => {
  const parameters = { filters: 2, epochs: 1 };
  const { id } = await launch(founder, { recipe: "gan-image-denoising", dataset: "mnist-digits-small", parameters });
  await follow(founder, id);
  interface Cleaned {
    predictions: { image: string; size: number; label: string | null }[];
    errors: { field: string }[];
  }
  const query = `query ($id: ID!, $input: PredictionInput!) { predict(runId: $id, input: $input) {
    ... on Predictions { predictions { ... on ImagePrediction { image size label } } }
    ... on InvalidPredictionInput { errors { field } } } }`;
  const cleaned = async (...images: string[]) =>
    (await founder.query<{ predict: Cleaned }>(query, { id, input: { images } })).predict;
  const noisy = Uint8Array.from({ length: 40 * 40 }, (_, at) => (at * 7919) % 256);
  const { predictions } = await cleaned(greyPng(noisy, 40, 40).toString("base64"));
  expect(predictions).toMatchObject([{ size: 28, label: null }]);
  const [{ image }] = predictions;
  expect((await cleaned(image)).predictions[0].image).not.toBe(image);
  expect((await cleaned(image, "no picture")).errors).toEqual([{ field: "input.images.1" }]);
});

test("another organisation's run does not exist", async () => {
  const stranger = await seedStranger(product);
  const answer = await stranger.send(PREDICT, { runId: penguins, input: { rows: [GENTOO] } });
  expect(answer.errors![0].extensions.code).toBe("NOT_FOUND");
});

test("a run that has not succeeded, and a recipe whose models cannot be asked, are refused", async () => {
  const running = await ReportedRun.start(product);
  expect(await predict(founder, running.id, { images: ["x"] })).toMatchObject({
    __typename: "NotPredictable",
    code: "RUN_NOT_SUCCEEDED",
  });
  const { id } = await launch(founder, { recipe: "q-learning-cartpole" });
  expect(await predict(founder, id, {})).toMatchObject({ code: "RECIPE_WITHOUT_PREDICTION" });
});

test("a recipe says what its models can be asked about", async () => {
  const { recipes } = await founder.query<{ recipes: { edges: { node: { id: string; predicts: string | null } }[] } }>(
    `{ recipes(first: 50) { edges { node { id predicts } } } }`,
  );
  const predicts = Object.fromEntries(recipes.edges.map(({ node }) => [node.id, node.predicts]));
  expect(predicts).toMatchObject({
    "cnn-image-classification": "IMAGES",
    "tabular-classification": "ROWS",
    "lstm-time-series": "SERIES",
    "bert-fine-tune-classification": "TEXTS",
    "bert-question-answering": "PASSAGES",
    "gcn-graph-classification": "GRAPHS",
    "gan-image-denoising": "IMAGES",
    "gan-image-generation": "SAMPLES",
    "q-learning-cartpole": null,
  });
});
