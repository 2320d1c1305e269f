import { setImmediate as immediate } from "node:timers/promises";
import { FiniteGuard } from "../finite-guard.js";
import type { FromChild, JudgeRound, TrainShard } from "../messages.js";
import { modelSize } from "../model-size.js";
import { MetricWindow } from "../metric-window.js";
import type { Metrics, Trainer } from "../trainer.js";

/** What the work of a child tells, and what ends it. */
interface ChildWork {
  emit(message: FromChild): void;
  cancel: AbortSignal;
}

/**
 * Trains a shard's local steps and hands over its state. A shard that is trained again from the same state and weights ends
 * with the same bits.
 */
export async function trainLocally(
  trainer: Trainer,
  { localSteps, weights }: TrainShard,
  { emit, cancel }: ChildWork,
): Promise<void> {
  if (!trainer.load) throw new Error("This recipe cannot be trained in shards.");
  if (weights) trainer.load(weights);
  const window = new MetricWindow();
  const guard = new FiniteGuard();
  const { totalSteps: steps, epochs } = trainer;
  const until = Math.min(steps, trainer.stepsDone + localSteps);
  const progress = (epoch: number) =>
    emit({ type: "progress", epoch, epochs, step: trainer.stepsDone, steps, etaSeconds: null });
  progress(1);
  while (trainer.stepsDone < until) {
    await immediate();
    if (cancel.aborted) return emit({ type: "cancelled" });
    const { epoch, metrics } = await trainer.step();
    guard.check(metrics, { step: trainer.stepsDone, steps, epoch });
    window.add(metrics);
    progress(epoch);
  }
  const { trainingRows: examples = 1, stepsDone: step } = trainer;
  const result = { examples, step, steps, epochs, metrics: window.take() };
  const names = Object.keys(await trainer.weights());
  emit({ type: "shard-trained", result, weights: names, state: await trainer.state() });
}

/** Reports the global model: metrics on the validation part, samples, and after the last round all that a trained run hands over. */
export async function judgeGlobally(
  trainer: Trainer,
  { weights, metrics, progress: { step, steps, epochs } }: JudgeRound,
  { emit, cancel }: ChildWork,
): Promise<void> {
  const started = performance.now();
  trainer.load!(weights);
  const epoch = Math.max(1, Math.ceil((step / steps) * epochs));
  const measured: Metrics = { ...metrics };
  for (const [name, value] of Object.entries(await trainer.validate())) measured[`val_${name}`] = value;
  new FiniteGuard().check(measured, { step, steps, epoch });
  const listed = Object.entries(measured).map(([name, value]) => ({ name, value }));
  emit({ type: "metrics", step, epoch, metrics: listed });
  for (const sample of (await trainer.samples?.()) ?? []) emit({ type: "sample", step, sample });
  emit({ type: "progress", epoch, epochs, step, steps, etaSeconds: null });
  await immediate();
  if (cancel.aborted) return emit({ type: "cancelled" });
  if (step < steps) return emit({ type: "round-judged" });
  const predictions = await trainer.predict();
  const { preparation } = trainer;
  const model = await modelSize(weights);
  emit({ type: "trained", predictions, weights, preparation, model, seconds: (performance.now() - started) / 1000 });
}
