import { beforeAll, expect, test } from "@jest/globals";
import onnxProto from "onnx-proto";
import { tokensOf, Vocabulary } from "../../workers/datasets/tokens.js";
import type { Client } from "../harness/client.js";
import { made, requestExport } from "../harness/exports.js";
import { withProduct } from "../harness/product.js";
import { follow, launch } from "../harness/runs.js";
import { withWorker } from "../harness/worker.js";

const product = withProduct();
withWorker(product);

const NETWORKS = {
  "transformer-text-classification": { heads: 2, headWidth: 8, layers: 1, inner: 16 },
  "attention-text-classifier": { embedding: 8, hidden: 8, attention: 8 },
  "lstm-text-classifier": { embedding: 8, hidden: 8 },
};
const launched = (recipe: keyof typeof NETWORKS, choice: { dataset?: string; startFrom?: object } = {}) =>
  launch(founder, {
    ...{ recipe, dataset: "word-order-zh", parameters: { ...NETWORKS[recipe], epochs: 1, batchSize: 128 } },
    ...choice,
  });

let founder: Client;

beforeAll(async () => {
  founder = await product.founder();
});

test.each(Object.keys(NETWORKS) as (keyof typeof NETWORKS)[])(
  "a model of %s becomes ONNX that takes numbers of tokens, tells which, and says what the run predicted",
  async (recipe) => {
    const { id } = await launched(recipe);
    await follow(founder, id);
    for (const precision of ["FLOAT32", "INT8"]) await requestExport(founder, id, "ONNX", precision);
    await requestExport(founder, id, "SAFETENSORS", "INT8");
    const all = await made(founder, id);
    expect(all.map(({ status, precision, error }) => ({ status, precision, error }))).toEqual(
      ["FLOAT32", "INT8", "INT8"].map((precision) => ({ status: "SUCCEEDED", precision, error: null })),
    );
    const [floats, bytes] = all;
    expect(floats.report!.largestDifference).toBeLessThan(1e-4);
    expect(floats.report!.after).toBe(floats.report!.before);
    expect(Math.abs(bytes.report!.after - bytes.report!.before)).toBeLessThan(0.05);

    const response = await fetch(product.url + floats.artifact!.url);
    const model = onnxProto.onnx.ModelProto.decode(new Uint8Array(await response.arrayBuffer()));
    expect(model.graph!.input!.map(({ name }) => name)).toEqual(["ids"]);
    const about = Object.fromEntries(
      model.metadataProps.map(({ key, value }) => [key!, JSON.parse(value!) as unknown]),
    );
    expect(about).toMatchObject({ classes: ["ahead", "behind"], padding: 0, unknown: 1, maxLength: 96 });
    const text = "极光 Ltd. 比 2 家对手领先";
    const { token, words } = about as { token: string; words: string[] };
    const found = [...text.matchAll(new RegExp(token, "gu"))].map(([part]) => (/^\p{N}/u.test(part) ? "0" : part));
    const ids = found.map((part) => Math.max(words.indexOf(part.toLowerCase()), 1));
    expect(ids).toEqual([...new Vocabulary(words.slice(2)).encode(tokensOf(text))]);
  },
);

test("a run on other texts cannot begin with a model's words, and is told their names and shapes, but with its network", async () => {
  const { id: runId } = await launched("lstm-text-classifier");
  await follow(founder, runId);
  const ended = async (startFrom: object) => {
    const { id } = await launched("lstm-text-classifier", { dataset: "word-order-en", startFrom });
    await follow(founder, id);
    const query = `query ($id: ID!) { trainingRun(id: $id) { status error { code message } } }`;
    type Ended = { trainingRun: { status: string; error: { code: string; message: string } | null } };
    return (await founder.query<Ended>(query, { id })).trainingRun;
  };
  const refused = await ended({ runId });
  expect(refused).toMatchObject({ status: "FAILED", error: { code: "WEIGHTS_MISMATCH" } });
  expect(refused.error!.message).toMatch(/words\/table \(here \[\d+, 8\], there \[\d+, 8\]\)/);
  expect(await ended({ runId, renew: ["words"], freeze: ["lstm"] })).toEqual({ status: "SUCCEEDED", error: null });
});
