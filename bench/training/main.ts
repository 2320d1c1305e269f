import { cpus } from "node:os";
import { fileURLToPath } from "node:url";
import { Contender } from "./contender.js";
import { providePyTorch, python } from "./peer.js";

/**
 * Samples a second of one training process and one thread, beside PyTorch: same network, batch, optimiser and precision.
 * Rounds alternate, so that whatever else the machine does falls on both; the figure to read is the ratio within a round.
 */

const ROUNDS = 12;
const STEPS = 20;
const REFERENCE_STEPS = 2;

const file = (name: string): string => fileURLToPath(new URL(name, import.meta.url));
const ours = (backend: string): Promise<Contender> =>
  Contender.start(process.execPath, [...process.execArgv, file("ours.ts"), backend]);

const missing = providePyTorch();
if (missing !== undefined) console.log(`${missing}\nWithout it, only our own figures follow.`);
const contenders = [
  await ours("wasm"),
  ...(missing === undefined ? [await Contender.start(python, [file("peer.py")])] : []),
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

const reference = await ours("cpu");
await reference.train(1);
const { samplesPerSecond } = await reference.train(REFERENCE_STEPS);
await reference.stop();

const spread = (values: number[], digits: number): string => {
  const sorted = values.toSorted((a, b) => a - b);
  const [low, middle, high] = [sorted[0], sorted[Math.floor(sorted.length / 2)], sorted[sorted.length - 1]];
  return [middle, low, high].map((value) => value.toFixed(digits).padStart(7)).join(" ");
};
console.log(`CNN 28×28×1 (conv 32, pool, conv 64, pool, dense 128, dense 10), batch 64, Adam, float32, one thread.`);
console.log(
  `${cpus()[0]?.model ?? "unknown processor"}; ${String(ROUNDS)} rounds of ${String(STEPS)} steps, alternating.\n`,
);
console.log(`${"samples/s".padEnd(34)}  median     min     max   loss at the end`);
contenders.forEach(({ name }, index) => {
  console.log(`${name.padEnd(34)} ${spread(speeds[index] ?? [], 0)}   ${(losses[index] ?? NaN).toFixed(4)}`);
});
console.log(
  `${reference.name.padEnd(34)} ${samplesPerSecond.toFixed(1).padStart(7)}   (tfjs's own JavaScript, for reference)`,
);
const [own = [], peer = []] = speeds;
if (missing === undefined)
  console.log(
    `\n${"ratio, ours to PyTorch".padEnd(34)} ${spread(
      own.map((speed, round) => speed / (peer[round] ?? NaN)),
      2,
    )}`,
  );
