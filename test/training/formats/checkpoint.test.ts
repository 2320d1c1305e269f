import { expect, test } from "@jest/globals";
import { checkData } from "../../../src/domains/training/datasets/checking/check-data.js";
import { DataKind } from "../../../src/domains/training/datasets/data-kind.js";
import { type ChangedCheckpoint, checkpointZip } from "../../harness/checkpoints.js";

const check = async (changed: ChangedCheckpoint = {}) =>
  checkData({ kind: DataKind.CHECKPOINT, options: {}, bytes: await checkpointZip(changed) }, 2);

const QUERY = "bert.encoder.layer.1.attention.self.query.weight";
const WORDS = "bert.embeddings.word_embeddings.weight";

test.each(["", "bert-tiny/"])(
  "a checkpoint in the folder “%s” of its archive is told by its shapes",
  async (folder) => {
    const { profile, preview, faultCount } = await check({ folder });
    expect(faultCount).toBe(0);
    expect(Object.fromEntries(profile!.figures.map(({ name, value }) => [name, value]))).toEqual({
      ...{ parameters: 21_189, tokens: 38, vocabulary: 38, layers: 2, heads: 4 },
      ...{ width: 32, inner: 64, positions: 48 },
    });
    expect(preview!.columns).toEqual(["tensor", "type", "shape", "numbers"]);
    expect(preview!.rows).toHaveLength(2);
  },
);

const json = (changed: object) => JSON.stringify({ ...CONFIG, ...changed });
const CONFIG = {
  ...{ model_type: "bert", vocab_size: 38, hidden_size: 32, num_hidden_layers: 2, num_attention_heads: 4 },
  ...{ intermediate_size: 64, max_position_embeddings: 48 },
};

test.each<[string, ChangedCheckpoint, RegExp[]]>([
  ["no config.json", { files: { "config.json": undefined } }, [/^the archive has no config\.json\.$/]],
  ["another architecture", { files: { "config.json": json({ model_type: "gpt2" }) } }, [/^config\.json: model_type: /]],
  ["a config that is no JSON", { files: { "config.json": "{" } }, [/^config\.json is no JSON\.$/]],
  ["no words", { files: { "vocab.txt": undefined } }, [/^there is neither tokenizer\.json nor vocab\.txt\.$/]],
  ["a broken tokeniser", { files: { "tokenizer.json": "{}" } }, [/^tokenizer\.json cannot be read: /]],
  [
    "weights of PyTorch's own format",
    { files: { "model.safetensors": undefined, "pytorch_model.bin": "x" } },
    [/^there is no model\.safetensors; pytorch_model\.bin is not read/],
  ],
  [
    "weights that are none",
    { files: { "model.safetensors": "none" } },
    [/^model\.safetensors is cut off in its header/],
  ],
  [
    "an index of parts that are not there",
    { files: { "model.safetensors.index.json": '{"weight_map": {"x": "../a.safetensors"}}' } },
    [/^there is no a\.safetensors\.$/],
  ],
  [
    "tensors that are missing",
    { tensors: { [QUERY]: undefined, [WORDS]: undefined } },
    [
      /lack the tensor embeddings\.word_embeddings\.weight/,
      /lack the tensor encoder\.layer\.1\.attention\.self\.query\.weight/,
    ],
  ],
  [
    "a tensor of another shape",
    { tensors: { [WORDS]: { shape: [32, 38] } } },
    [
      /^model\.safetensors: bert\.embeddings\.word_embeddings\.weight is \[32, 38\], not \[38, 32\] as config\.json has it\.$/,
    ],
  ],
  [
    "a tensor of a type that is not read",
    { tensors: { [QUERY]: { type: "I32" } } },
    [
      /^model\.safetensors: bert\.encoder\.layer\.1\.attention\.self\.query\.weight is of the type I32; F32, F16, BF16 can be read\.$/,
    ],
  ],
  [
    "more words than the embedding has",
    { files: { "config.json": json({ vocab_size: 30 }) } },
    [/^the tokeniser knows 38 tokens; .* has 30\.$/, /word_embeddings\.weight is \[38, 32\], not \[30, 32\]/],
  ],
])("%s is told by file and name", async (_, changed, messages) => {
  const { faults } = await check(changed);
  expect(faults).toHaveLength(messages.length);
  messages.forEach((message, at) => expect(faults[at].message).toMatch(message));
});

test("a file that is no archive says so", async () => {
  const bytes = new TextEncoder().encode("config.json");
  const { faults, profile } = await checkData({ kind: DataKind.CHECKPOINT, options: {}, bytes }, 2);
  expect([profile, faults[0].message]).toEqual([null, expect.stringMatching(/^this is no ZIP archive/)]);
});
