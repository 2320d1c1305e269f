import { readFileSync } from "node:fs";
import { bertConfig } from "../../src/domains/training/checkpoints/bert-config.js";
import { encoderShapes, poolerShapes } from "../../workers/bert/model.js";
import { headShapes } from "../../workers/recipes/bert-fine-tune-classification/model.js";
import { BertClassifier } from "../../workers/recipes/bert-fine-tune-classification/network.js";
import { openBackend } from "../../workers/runtime/tensor/backend.js";
import { Descent } from "../../workers/runtime/tensor/descent.js";
import { firstWeights, weightCount } from "../../workers/runtime/tensor/layers/weights.js";
import { RandomStreams } from "../../src/kernel/random.js";
import { machine } from "../harness/cores.js";

/**
 * What one step of fine-tuning costs at BERT-base's shape (Devlin et al. 2019; the vocabulary of bert-base-uncased), with random
 * weights: seconds, and the greatest resident memory of the process. `npm run bench:bert -- 8 128` takes rows and tokens.
 */

const [rows = 8, length = 128] = process.argv.slice(2).map(Number);
const [STEPS, CLASSES] = [2, 2];

const base = { num_hidden_layers: 12, num_attention_heads: 12, hidden_size: 768, intermediate_size: 3072 };
const config = bertConfig(JSON.stringify({ ...base, vocab_size: 30_522, max_position_embeddings: 512 }));
await openBackend("ANY", "wasm");
const random = new RandomStreams(1);
const shapes = { ...encoderShapes(config), ...poolerShapes(config), ...headShapes(config, CLASSES) };
const network = new BertClassifier(
  { config, classes: CLASSES, fixed: {} },
  firstWeights(shapes, random.stream("weights"), { kernel: config.deviation }),
);
const options = { learningRateSchedule: "constant", warmup: 0, optimizer: "adam", l1: 0, l2: 0 } as const;
const descent = new Descent({ ...options, learningRate: 2e-5, gradientClip: 0 }, STEPS);
const draw = random.stream("tokens");
for (let step = 0; step < STEPS; step++) {
  const batch = {
    ids: Int32Array.from({ length: rows * length }, () => 1_000 + draw.int(20_000)),
    types: new Int32Array(rows * length),
    mask: new Float32Array(rows * length).fill(1),
    labels: Int32Array.from({ length: rows }, () => draw.int(CLASSES)),
    seeds: Int32Array.from({ length: rows }, () => draw.uint32()),
  };
  const started = performance.now();
  const { gradients, found } = await network.gradients(batch);
  descent.step(network.variables, gradients, step);
  for (const gradient of Object.values(gradients)) gradient.dispose();
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`step ${step + 1}: ${rows} texts of ${length} tokens, loss ${found.loss.toFixed(4)}, ${seconds} s`);
}
const peak = Number(/VmHWM:\s+(\d+)/.exec(readFileSync("/proc/self/status", "utf8"))?.[1]) / 1024 ** 2;
console.log(`${weightCount(shapes)} weights; at most ${peak.toFixed(2)} GiB resident. ${machine()}`);
