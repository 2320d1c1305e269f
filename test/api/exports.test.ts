import { beforeAll, describe, expect, test } from "@jest/globals";
import onnxProto from "onnx-proto";
import type { Client } from "../harness/client.js";
import { withProduct } from "../harness/product.js";
import { ReportedRun } from "../harness/reported-run.js";
import { follow, launch } from "../harness/runs.js";
import { seedStranger } from "../harness/stranger.js";
import { withWorker } from "../harness/worker.js";

const product = withProduct();
withWorker(product);

const FIELDS = `id status format precision report { bytesBefore bytesAfter figure before after largestDifference }
  artifact { kind name mediaType size url } error { code message }`;
const EXPORT = `mutation ($input: ExportTrainedModelInput!) { exportTrainedModel(input: $input) {
  __typename ... on ModelExport { ${FIELDS} } ... on Refusal { code message } } }`;

interface Export {
  __typename: string;
  id: string;
  status: string;
  format: string;
  precision: string;
  report: { bytesBefore: number; bytesAfter: number; before: number; after: number; largestDifference: number } | null;
  artifact: { kind: string; name: string; size: number; url: string } | null;
  error: { code: string } | null;
  code?: string;
}

const request = async (client: Client, runId: string, format: string, precision: string): Promise<Export> => {
  const input = { runId, format, precision };
  return (await client.query<{ exportTrainedModel: Export }>(EXPORT, { input })).exportTrainedModel;
};

/** The run's exports, once none is on its way any more. */
async function made(client: Client, id: string): Promise<Export[]> {
  for (;;) {
    const { trainingRun } = await client.query<{ trainingRun: { exports: Export[] } }>(
      `query ($id: ID!) { trainingRun(id: $id) { exports { ${FIELDS} } } }`,
      { id },
    );
    if (trainingRun.exports.every(({ status }) => status === "SUCCEEDED" || status === "FAILED"))
      return trainingRun.exports;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

let founder: Client;
let penguins: string;

beforeAll(async () => {
  founder = await product.founder();
  penguins = (await launch(founder, { recipe: "tabular-classification", preset: "QUICK" })).id;
  await follow(founder, penguins);
});

describe("the model of a run", () => {
  test("is written as ONNX and in one byte a weight, and judged; its file can be fetched", async () => {
    const first = await request(founder, penguins, "ONNX", "FLOAT32");
    expect(first).toMatchObject({ __typename: "ModelExport", format: "ONNX", precision: "FLOAT32" });
    expect((await request(founder, penguins, "ONNX", "FLOAT32")).id).toBe(first.id);
    await request(founder, penguins, "SAFETENSORS", "INT8");
    const [onnx, bytes] = await made(founder, penguins);
    expect(onnx).toMatchObject({
      status: "SUCCEEDED",
      error: null,
      artifact: { kind: "EXPORT", name: "model-float32.onnx" },
    });
    expect(onnx.report!.largestDifference).toBeLessThan(1e-4);
    expect(onnx.report!.after).toBe(onnx.report!.before);
    expect(bytes.report!.bytesAfter).toBeLessThan(bytes.report!.bytesBefore);
    expect(bytes.report!.after).toBeGreaterThan(bytes.report!.before - 0.1);

    const response = await fetch(product.url + onnx.artifact!.url);
    const model = onnxProto.onnx.ModelProto.decode(new Uint8Array(await response.arrayBuffer()));
    expect(model.graph!.input!.map(({ name }) => name)).toEqual(["features"]);
    const classes = model.metadataProps.find(({ key }) => key === "classes")!.value!;
    expect(JSON.parse(classes)).toEqual(["Adelie", "Chinstrap", "Gentoo"]);
  });

  test.each([
    ["ONNX", "FLOAT16", "PRECISION_NOT_OFFERED"],
    ["SAFETENSORS", "FLOAT32", "PRECISION_NOT_OFFERED"],
  ])("is not written as %s in %s", async (format, precision, code) => {
    expect(await request(founder, penguins, format, precision)).toMatchObject({ __typename: "NotExportable", code });
  });

  test("does not exist for another organisation", async () => {
    const stranger = await seedStranger(product);
    const input = { runId: penguins, format: "ONNX", precision: "INT8" };
    const { errors } = await stranger.send(EXPORT, { input });
    expect(errors![0].extensions.code).toBe("NOT_FOUND");
  });
});

test("a run without a finished model, and a recipe whose models stay, are refused", async () => {
  const running = await ReportedRun.start(product);
  expect(await request(founder, running.id, "ONNX", "INT8")).toMatchObject({ code: "RUN_NOT_SUCCEEDED" });
  const { id } = await launch(founder, { recipe: "q-learning-cartpole" });
  expect(await request(founder, id, "ONNX", "INT8")).toMatchObject({ code: "RECIPE_WITHOUT_EXPORT" });
});

test("weights that are gone fail the export, which is tried again when asked for once more", async () => {
  const { id } = await launch(founder, { recipe: "tabular-classification", preset: "QUICK", seed: 2 });
  await follow(founder, id);
  const { reader } = product.services;
  await reader.query(`update artifact set name = 'hidden' where name = 'weights.safetensors' and run_id::text = $1`, [
    id.replace("TrainingRun_", ""),
  ]);
  await request(founder, id, "SAFETENSORS", "FLOAT16");
  expect((await made(founder, id))[0]).toMatchObject({ status: "FAILED", error: { code: "MODEL_GONE" } });
  await reader.query(`update artifact set name = 'weights.safetensors' where name = 'hidden'`, []);
  await request(founder, id, "SAFETENSORS", "FLOAT16");
  expect((await made(founder, id))[0]).toMatchObject({ status: "SUCCEEDED", error: null });
});
