import { beforeAll, describe, expect, test } from "@jest/globals";
import onnxProto from "onnx-proto";
import { rowId } from "../../src/kernel/ids.js";
import type { Client } from "../harness/client.js";
import { EXPORT, made, requestExport as request } from "../harness/exports.js";
import { withProduct } from "../harness/product.js";
import { ReportedRun } from "../harness/reported-run.js";
import { follow, launch } from "../harness/runs.js";
import { seedStranger } from "../harness/stranger.js";
import { withWorker } from "../harness/worker.js";

const product = withProduct();
withWorker(product);

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

test("an ONNX file that says something else than the run did is not handed out", async () => {
  const { id } = await launch(founder, { recipe: "tabular-classification", preset: "QUICK", seed: 3 });
  await follow(founder, id);
  const { artifacts } = product.services;
  const [runId, name] = [rowId("TrainingRun", id), "weights.safetensors"];
  const bytes = (await artifacts.load(rowId("TrainingRun", penguins), name))!;
  await artifacts.keep({ runId, kind: "WEIGHTS", name, mediaType: "application/octet-stream", bytes });
  await request(founder, id, "ONNX", "FLOAT32");
  expect(await made(founder, id)).toMatchObject([
    { status: "FAILED", artifact: null, error: { code: "OUTPUTS_DIFFER" } },
  ]);
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
