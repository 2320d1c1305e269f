import { beforeAll, expect, test } from "@jest/globals";
import * as tf from "@tensorflow/tfjs";
import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { projectRoot } from "../../src/kernel/project-root.js";
import { openBackend } from "../runtime/tensor/backend.js";
import { dense, denseShapes } from "../runtime/tensor/layers/dense.js";
import { encodeSafetensors } from "../runtime/safetensors.js";
import { openBertCheckpoint } from "./checkpoint.js";
import { filesIn } from "./checkpoint-files.js";
import { bertConfig } from "../../src/domains/training/checkpoints/bert-config.js";
import { HuggingFaceWeights } from "./hugging-face-weights.js";
import { encoded, encoderShapes, pooled, poolerShapes } from "./model.js";
import { BertTokenizer } from "../../src/domains/training/checkpoints/bert-tokenizer.js";
import { weightsFrom } from "./weight-names.js";

/** A random checkpoint, and what PyTorch makes of it. */
const FIXTURE = join(projectRoot, "test/fixtures/models/bert-tiny-fixture");

interface Expected {
  inputIds: number[][];
  tokenTypeIds: number[][];
  attentionMask: number[][];
  lastHiddenState: number[][][];
  pooled: number[][];
  classifierLogits: number[][];
  qaLogits: number[][][];
  labels: number[];
  classificationLoss: number;
  gradQueryLayer0: number[][];
  gradWordEmbeddingsRowSums: number[];
}

let expected: Expected;

beforeAll(async () => {
  await openBackend("ANY", "wasm");
  expected = JSON.parse(await readFile(join(FIXTURE, "expected.json"), "utf8")) as Expected;
});

/** Asserts that all numbers are PyTorch's to 1e-4. */
function expectNumbers(tensor: tf.Tensor, reference: unknown[]): void {
  const numbers = reference.flat(Infinity) as number[];
  const worst = Math.max(...[...tensor.dataSync()].map((value, at) => Math.abs(value - numbers[at])));
  expect([tensor.size, worst < 1e-4]).toEqual([numbers.length, true]);
}

async function fixture() {
  const { inputIds, tokenTypeIds, attentionMask } = expected;
  const config = bertConfig(await readFile(join(FIXTURE, "config.json"), "utf8"));
  const heads = { ...denseShapes("classes", config.width, 3), ...denseShapes("span", config.width, 2) };
  const shapes = { ...encoderShapes(config), ...poolerShapes(config), ...heads };
  const weights = await weightsFrom(await HuggingFaceWeights.open(filesIn(FIXTURE)), shapes);
  const tensors = Object.entries(weights).map(([name, { values, shape }]) => [name, tf.tensor(values, shape)] as const);
  const tokens = {
    ids: Int32Array.from(inputIds.flat()),
    types: Int32Array.from(tokenTypeIds.flat()),
    mask: Float32Array.from(attentionMask.flat()),
    rows: inputIds.length,
  };
  return { config, weights: Object.fromEntries(tensors), tokens };
}

test("hidden states, pooled output and the heads' logits are PyTorch's of the same weights to 1e-4", async () => {
  const { config, weights, tokens } = await fixture();
  const hidden = encoded(config, weights, tokens);
  expectNumbers(hidden, expected.lastHiddenState);
  const sum = pooled(weights, hidden);
  expectNumbers(sum, expected.pooled);
  expectNumbers(dense(weights, "classes", sum), expected.classifierLogits);
  expectNumbers(dense(weights, "span", hidden), expected.qaLogits);
});

test("the loss and its gradients are PyTorch's to 1e-4, down to the first block and the words", async () => {
  const { config, weights, tokens } = await fixture();
  const names = Object.keys(weights);
  const loss = (...given: tf.Tensor[]) => {
    const own = Object.fromEntries(names.map((name, at) => [name, given[at]]));
    const scores = dense(own, "classes", pooled(own, encoded(config, own, tokens)));
    return tf.losses.softmaxCrossEntropy(tf.oneHot(tf.tensor1d(expected.labels, "int32"), 3), scores);
  };
  const given = names.map((name) => weights[name]);
  expectNumbers(loss(...given), [expected.classificationLoss]);
  const learnt = names.filter((name) => !name.startsWith("span/"));
  const gradients = tf.grads((...own) => loss(...own, ...given.slice(learnt.length)))(given.slice(0, learnt.length));
  // PyTorch keeps a dense layer's weights as [outputs, inputs].
  expectNumbers(gradients[learnt.indexOf("block1/attention/query/kernel")].transpose(), expected.gradQueryLayer0);
  expectNumbers(gradients[learnt.indexOf("words/table")].sum(1), expected.gradWordEmbeddingsRowSums);
});

/** A folder with the fixture's files, changed as `change` says. */
async function changedFixture(
  change: (folder: string) => Promise<void>,
): Promise<{ models: string; drop(): Promise<void> }> {
  const models = await mkdtemp(join(tmpdir(), "models-"));
  await cp(FIXTURE, join(models, "own"), { recursive: true });
  await change(join(models, "own"));
  return { models, drop: () => rm(models, { recursive: true }) };
}

test("an operator's folder is opened by its name, with its config, words and weights", async () => {
  const { models, drop } = await changedFixture(() => Promise.resolve());
  const checkpoint = await openBertCheckpoint("own", { models });
  expect(checkpoint.config).toMatchObject({ width: 32, layers: 2, heads: 4, inner: 64, positions: 48, epsilon: 1e-12 });
  expect(checkpoint.has(poolerShapes(checkpoint.config))).toBe(true);
  const { "words/table": words } = await checkpoint.weights(encoderShapes(checkpoint.config));
  expect(words.shape).toEqual([38, 32]);
  await drop();
});

test.each([
  ["no such model", "another", () => Promise.resolve(), /no model another .*it has bert-tiny, own\./],
  ["a way out of the folder", "../own", () => Promise.resolve(), /no model \.\.\/own/],
  ["another architecture", "own", (folder: string) => writeFile(join(folder, "config.json"), '{"model_type":"gpt2"}'), /config\.json: model_type/], // prettier-ignore
  ["no weights", "own", (folder: string) => rm(join(folder, "model.safetensors")), /no model\.safetensors/],
  ["a file that is cut off", "own", async (folder: string) => {
    const file = join(folder, "model.safetensors");
    await writeFile(file, (await readFile(file)).subarray(0, 60_000));
  }, /cut off in/], // prettier-ignore
  ["no words", "own", (folder: string) => rm(join(folder, "vocab.txt")), /neither tokenizer\.json nor vocab\.txt/],
  ["more words than weights", "own", async (folder: string) => {
    await writeFile(join(folder, "vocab.txt"), `${await readFile(join(folder, "vocab.txt"), "utf8")}more\n`);
  }, /knows 39 tokens; .*config\.json, .* has 38/], // prettier-ignore
])("%s is refused and said why", async (_, name, change, message) => {
  const { models, drop } = await changedFixture(change);
  const opening = openBertCheckpoint(name, { models }).then(({ config, weights }) => weights(encoderShapes(config)));
  await expect(opening).rejects.toMatchObject({ code: "MODEL_UNUSABLE", message: expect.stringMatching(message) }); // prettier-ignore
  await drop();
});

/** A safetensors file of 16-bit numbers. */
function halves(dtype: "F16" | "BF16", bits: number[]): Buffer {
  const header = Buffer.from(JSON.stringify({ __metadata__: { format: "pt" }, x: { dtype, shape: [bits.length], data_offsets: [0, 2 * bits.length] } })); // prettier-ignore
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(header.length));
  return Buffer.concat([length, header, Buffer.from(Uint16Array.from(bits).buffer)]);
}

test.each([
  ["F16", [0x3c00, 0xc000, 0x3555, 0x0001, 0x7bff, 0x8000], [1, -2, 0.333251953125, 2 ** -24, 65504, -0]],
  ["BF16", [0x3f80, 0xc000, 0x4049, 0x7f7f], [1, -2, 3.140625, 3.3895313892515355e38]],
] as const)("numbers of %s are widened to the same numbers", async (dtype, bits, numbers) => {
  const folder = await mkdtemp(join(tmpdir(), "weights-"));
  await writeFile(join(folder, "model.safetensors"), halves(dtype, [...bits]));
  expect([...(await (await HuggingFaceWeights.open(filesIn(folder))).read("x")).values]).toEqual(numbers);
  await rm(folder, { recursive: true });
});

test("weights in several files are found by their index", async () => {
  const folder = await mkdtemp(join(tmpdir(), "weights-"));
  const one = (name: string, value: number) =>
    encodeSafetensors({
      tensors: { [name]: { shape: [1], dtype: "float32", values: Float32Array.of(value) } },
      json: {},
    });
  await writeFile(join(folder, "a.safetensors"), one("x", 1));
  await writeFile(join(folder, "b.safetensors"), one("y", 2));
  const map = { weight_map: { x: "a.safetensors", y: "b.safetensors" } };
  await writeFile(join(folder, "model.safetensors.index.json"), JSON.stringify(map));
  const weights = await HuggingFaceWeights.open(filesIn(folder));
  expect([(await weights.read("x")).values[0], (await weights.read("y")).values[0]]).toEqual([1, 2]);
  await rm(folder, { recursive: true });
});

test("a vocab.txt cuts words into the longest pieces, Chinese character by character, without case and accents unless told", async () => {
  const tokenizer = await BertTokenizer.open(filesIn(FIXTURE));
  const vocabulary = (await readFile(join(FIXTURE, "vocab.txt"), "utf8")).trim().split("\n");
  const cut = (text: string) => tokenizer.pieces(text).map((piece) => vocabulary[piece]);
  expect(cut("The MODELS trains 大模型，quickly. Dàta")).toEqual(
    "the model ##s train ##s 大 模 型 [UNK] quick ##ly . data".split(" "),
  );
  expect(cut("  \n")).toEqual([]);
  const { models, drop } = await changedFixture((folder) =>
    writeFile(join(folder, "tokenizer_config.json"), '{"do_lower_case": false}'),
  );
  expect((await BertTokenizer.open(filesIn(join(models, "own")))).pieces("the The")).toEqual([
    vocabulary.indexOf("the"),
    1,
  ]);
  await drop();
});

test("a tokenizer.json goes before a vocab.txt", async () => {
  const vocab = { "[PAD]": 0, "[UNK]": 1, "[CLS]": 2, "[SEP]": 3, hello: 4, "##o": 5 };
  const description = {
    added_tokens: [],
    normalizer: { type: "BertNormalizer", clean_text: true, handle_chinese_chars: true, strip_accents: null, lowercase: true }, // prettier-ignore
    pre_tokenizer: { type: "BertPreTokenizer" },
    decoder: { type: "WordPiece", prefix: "##", cleanup: true },
    post_processor: null,
    model: { type: "WordPiece", unk_token: "[UNK]", continuing_subword_prefix: "##", max_input_chars_per_word: 100, vocab }, // prettier-ignore
  };
  const { models, drop } = await changedFixture((folder) =>
    writeFile(join(folder, "tokenizer.json"), JSON.stringify(description)),
  );
  const tokenizer = await BertTokenizer.open(filesIn(join(models, "own")));
  expect([tokenizer.special, tokenizer.pieces("Helloo the")]).toEqual([{ cls: 2, sep: 3, pad: 0 }, [4, 5, 1]]);
  await drop();
});

test("the built-in model has all pieces of its size, the same weights each time, and no unknown word in its own questions", async () => {
  const [first, again] = await Promise.all([1, 2].map(() => openBertCheckpoint("bert-tiny")));
  expect(first.tokenizer.size).toBe(first.config.vocabulary);
  const shapes = encoderShapes(first.config);
  const bytes = async ({ weights }: typeof first) =>
    Object.values(await weights(shapes)).map(({ values }) => Buffer.from(values.buffer).toString("base64"));
  expect((await bytes(again)).join() === (await bytes(first)).join()).toBe(true);
  const unknown = 1;
  expect(first.tokenizer.pieces("Who founded Bluewave? $4.2 million, 2021. 谁创立了星链科技？")).not.toContain(unknown);
});
