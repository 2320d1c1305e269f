import { cpus } from "node:os";
import { fileURLToPath } from "node:url";
import { Contender, Together } from "./contender.js";
import { providePyTorch, python } from "./peer.js";

/**
 * Samples a second of one training process, on one thread and on two, beside PyTorch on as many: same network, batch,
 * optimiser and precision. What two threads could reach at most on this machine, two processes that share nothing show, each
 * on half a batch. Rounds alternate, so that whatever else the machine does falls on all; the figures to read are the
 * ratios within a round.
 */

const ROUNDS = 12;
const STEPS = 60;
const REFERENCE_STEPS = 2;
const BATCH = 64;
const WIDTH = 46;

const file = (name: string): string => fileURLToPath(new URL(name, import.meta.url));
const ours = (backend: string, threads: number, rows = BATCH): Promise<Contender> =>
  Contender.start(process.execPath, [...process.execArgv, file("ours.ts"), backend, String(threads), String(rows)]);
const peer = (threads: number): Promise<Contender> => Contender.start(python, [file("peer.py"), String(threads)]);

const missing = providePyTorch();
if (missing !== undefined) console.log(`${missing}\nWithout it, only our own figures follow.`);
const contenders = [
  await ours("wasm", 1),
  await ours("wasm", 2),
  new Together("two processes on half batches", [await ours("wasm", 1, BATCH / 2), await ours("wasm", 1, BATCH / 2)]),
  ...(missing === undefined ? [await peer(1), await peer(2)] : []),
];
for (const contender of contenders) await contender.train(STEPS);

const speeds = contenders.map((): number[] => []);
const losses = contenders.map(() => NaN);
for (let round = 0; round < ROUNDS; round++)
  for (const [index, contender] of contenders.entries()) {
    const { samplesPerSecond, loss } = await contender.train(STEPS);
    speeds[index]?.push(samplesPerSecond);
    losses[index] = loss;
  }
for (const contender of contenders) await contender.stop();

const reference = await ours("cpu", 1);
await reference.train(1);
const { samplesPerSecond } = await reference.train(REFERENCE_STEPS);
await reference.stop();

const spread = (values: number[], digits: number): string => {
  const sorted = values.toSorted((a, b) => a - b);
  const [low, middle, high] = [sorted[0], sorted[Math.floor(sorted.length / 2)], sorted[sorted.length - 1]];
  return [middle, low, high].map((value) => value.toFixed(digits).padStart(7)).join(" ");
};
console.log(`CNN 28×28×1 (conv 32, pool, conv 64, pool, dense 128, dense 10), batch 64, Adam, float32.`);
console.log(
  `${cpus()[0]?.model ?? "unknown processor"}; ${String(ROUNDS)} rounds of ${String(STEPS)} steps, alternating.\n`,
);
console.log(`${"samples/s".padEnd(WIDTH)}  median     min     max   loss at the end`);
contenders.forEach(({ name }, index) => {
  console.log(`${name.padEnd(WIDTH)} ${spread(speeds[index] ?? [], 0)}   ${(losses[index] ?? NaN).toFixed(4)}`);
});
console.log(
  `${reference.name.padEnd(WIDTH)} ${samplesPerSecond.toFixed(1).padStart(7)}   (tfjs's own JavaScript, for reference)`,
);
const [one = [], two = [], apart = [], peerOne = [], peerTwo = []] = speeds;
const ratios = [
  { title: "ours, two threads to one", upper: two, lower: one },
  { title: "two processes to one thread: the ceiling", upper: apart, lower: one },
  { title: "ours, two threads to that ceiling", upper: two, lower: apart },
  { title: "ours to PyTorch, one thread", upper: one, lower: peerOne },
  { title: "ours to PyTorch, two threads", upper: two, lower: peerTwo },
];
console.log(`\n${"ratio".padEnd(WIDTH)}  median     min     max`);
for (const { title, upper, lower } of ratios.filter(({ lower }) => lower.length > 0))
  console.log(
    `${title.padEnd(WIDTH)} ${spread(
      upper.map((speed, round) => speed / (lower[round] ?? NaN)),
      2,
    )}`,
  );
