import { setTimeout as after } from "node:timers/promises";
import { beforeAll, describe, expect, test } from "@jest/globals";
import type { Client } from "../harness/client.js";
import { drawn, jpegOf, picturesZip, pngOf } from "../harness/pictures.js";
import { withProduct } from "../harness/product.js";
import { follow, launch } from "../harness/runs.js";
import { type Created, multipart, sendForm, upload } from "../harness/uploads.js";
import { withWorker } from "../harness/worker.js";

const product = withProduct();
withWorker(product);

let founder: Client;
let grey: Created;
let coloured: Created;

beforeAll(async () => {
  founder = await product.founder();
  const archive = picturesZip(60);
  grey = await upload(product, founder, archive, { name: "shapes", kind: "IMAGES", licence: "CC0-1.0" }, "shapes.zip");
  // Bars and discs look alike here but for their colours.
  const alike = picturesZip(30, [], { bars: [200, 40, 40], discs: [40, 40, 200] });
  const options = { size: 24, colours: "rgb" };
  coloured = await upload(product, founder, alike, { name: "colours", kind: "IMAGES", options }, "colours.zip");
});

const RESULT = `query ($id: ID!) { trainingRun(id: $id) {
  status error { code message } evaluation { rows primary { name value } classification { classes { name } } } } }`;

interface Result {
  status: string;
  error: { code: string; message: string } | null;
  evaluation: {
    rows: number;
    primary: { name: string; value: number };
    classification: { classes: { name: string }[] } | null;
  };
}

async function trained(input: object): Promise<Result & { id: string }> {
  const { id, ...refused } = await launch(founder, input);
  if (!id) throw new Error(JSON.stringify(refused));
  await follow(founder, id);
  return { id, ...(await founder.query<{ trainingRun: Result }>(RESULT, { id })).trainingRun };
}

async function labels(runId: string, files: Uint8Array[]): Promise<string[]> {
  const query = `query ($runId: ID!, $input: PredictionInput!) { predict(runId: $runId, input: $input) {
    ... on Predictions { predictions { ... on ClassPrediction { label } } }
    ... on InvalidPredictionInput { errors { message } } } }`;
  const images = files.map((file) => Buffer.from(file).toString("base64"));
  const { predict } = await founder.query<{ predict: { predictions: { label: string }[] } }>(query, {
    runId,
    input: { images },
  });
  return predict.predictions.map(({ label }) => label);
}

/** The run's export, once it has ended. */
async function exported(runId: string): Promise<object> {
  const query = `query ($id: ID!) { trainingRun(id: $id) { exports { status error { code message } } } }`;
  for (;;) {
    const { trainingRun } = await founder.query<{ trainingRun: { exports: { status: string }[] } }>(query, {
      id: runId,
    });
    const [only] = trainingRun.exports;
    if (only.status === "SUCCEEDED" || only.status === "FAILED") return only;
    await after(100);
  }
}

const CNN = { recipe: "cnn-image-classification", parameters: { epochs: 8, batchSize: 16, rotation: 5 } };

test("pictures are uploaded, learnt from and judged by their classes, and the model reads others", async () => {
  expect(grey).toMatchObject({ __typename: "Dataset", rows: 120, classes: ["bars", "discs"], version: { number: 1 } });
  const run = await trained({ ...CNN, dataset: grey.id });
  expect(run).toMatchObject({ status: "SUCCEEDED", error: null });
  expect(run.evaluation.rows).toBe(12);
  expect(run.evaluation.classification!.classes.map(({ name }) => name)).toEqual(["bars", "discs"]);
  expect(run.evaluation.primary.value).toBeGreaterThan(0.9);
  const asked = [pngOf(drawn("discs", 5_001)), jpegOf(drawn("bars", 5_002)), pngOf(drawn("bars", 5_003))];
  expect(await labels(run.id, asked)).toEqual(["discs", "bars", "bars"]);
});

test("coloured ones are told apart by their colours alone, of the deeper network too, and its export says the same", async () => {
  const run = await trained({ ...CNN, dataset: coloured.id, parameters: { ...CNN.parameters, variant: "deep" } });
  expect(run).toMatchObject({ status: "SUCCEEDED", error: null, evaluation: { rows: 6 } });
  const discs = [
    [200, 40, 40],
    [40, 40, 200],
  ].map((colour, at) => pngOf(drawn("discs", 6_000 + at, colour)));
  expect(await labels(run.id, discs)).toEqual(["bars", "discs"]);
  const EXPORT = `mutation ($input: ExportTrainedModelInput!) { exportTrainedModel(input: $input) { __typename } }`;
  await founder.query(EXPORT, { input: { runId: run.id, format: "ONNX", precision: "FLOAT32" } });
  expect(await exported(run.id)).toMatchObject({ status: "SUCCEEDED", error: null });
});

test.each([
  ["autoencoder-features", { epochs: 1, filters: 4, features: 4 }],
  ["gan-image-denoising", { epochs: 1, filters: 4 }],
])(
  "grey ones are learnt from by %s as well, and coloured ones are refused with what to do",
  async (recipe, parameters) => {
    expect(await trained({ recipe, parameters, dataset: grey.id })).toMatchObject({ status: "SUCCEEDED", error: null });
    const { errors } = await launch(founder, { recipe, parameters, dataset: coloured.id });
    expect(errors).toEqual([
      expect.objectContaining({
        field: "dataset",
        code: "UNFIT_DATASET",
        message: expect.stringContaining("upload them once more with the option colours: grey"),
      }),
    ]);
  },
);

test("too few for new pictures to be made of are refused with their number", async () => {
  const { errors } = await launch(founder, { recipe: "gan-image-generation", dataset: grey.id });
  expect(errors).toEqual([
    expect.objectContaining({ field: "dataset", message: expect.stringContaining("120 pictures; 500") }),
  ]);
});

describe("before they are kept", () => {
  const PREVIEW = `query ($file: Upload) { previewDataset(file: $file, kind: IMAGES, first: 2) {
    rows pictures { name class png } faultCount faults { entry sentence } profile { rows } } }`;

  test("they can be looked at, and what does not fit is named by its file", async () => {
    const content = picturesZip(5, [{ name: "bars/broken.png", content: "no picture" }]);
    const form = multipart(PREVIEW, { file: null }, { name: "a.zip", content }, "variables.file");
    const { data } = await sendForm<{ previewDataset: object }>(product, founder, form);
    expect(data!.previewDataset).toMatchObject({
      rows: [
        ["bars/0.png", "bars", "24", "24"],
        ["discs/0.jpg", "discs", "24", "24"],
      ],
      pictures: [{ class: "bars", png: expect.stringMatching(/^iVBOR/) }, { class: "discs" }],
      profile: { rows: 10 },
      faultCount: 1,
      faults: [{ entry: "bars/broken.png", sentence: "File “bars/broken.png”: is no PNG or JPEG file." }],
    });
  });

  test("a file with a fault is refused, and leaves the version that there was", async () => {
    const content = picturesZip(5, [{ name: "bars/broken.png", content: "no picture" }]);
    const refused = await upload(product, founder, content, { name: "shapes", kind: "IMAGES" });
    expect(refused).toMatchObject({ __typename: "InvalidData", faultCount: 1 });
    const query = `query ($id: ID!) { dataset(id: $id) { version { number } profile { figures { name value } } } }`;
    expect(await founder.query(query, { id: grey.id })).toEqual({
      dataset: {
        version: { number: 1 },
        profile: {
          figures: [
            { name: "size", value: 28 },
            { name: "channels", value: 1 },
          ],
        },
      },
    });
  });
});
