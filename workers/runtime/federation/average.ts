import { setImmediate as immediate } from "node:timers/promises";
import type { StateTensor } from "../trainer.js";

/** What a shard brings to an average: its weights, and how many examples they were learnt from. */
export interface Contribution {
  weights: Record<string, StateTensor>;
  examples: number;
}

/**
 * The mean of the weights, each shard counting by its examples (FederatedAveraging: McMahan et al., "Communication-efficient
 * learning of deep networks from decentralized data", AISTATS 2017). Sums are float64 and in the order given, so that the
 * same contributions give the same bits. Control returns to the event loop between shards.
 */
export async function average(contributions: readonly Contribution[]): Promise<Record<string, StateTensor>> {
  const total = contributions.reduce((sum, { examples }) => sum + examples, 0);
  const sums = new Map<string, Float64Array>();
  for (const { weights, examples } of contributions) {
    await immediate();
    for (const [name, { values }] of Object.entries(weights)) {
      const sum = sums.get(name) ?? new Float64Array(values.length);
      for (let i = 0; i < sum.length; i++) sum[i] += (values[i] * examples) / total;
      sums.set(name, sum);
    }
  }
  const shapes = contributions[0].weights;
  const means = [...sums].map(([name, sum]): [string, StateTensor] => {
    return [name, { shape: shapes[name].shape, dtype: "float32", values: Float32Array.from(sum) }];
  });
  return Object.fromEntries(means);
}

/** Means of what the shards measured, each counting by its examples; one that had no step left has measured nothing. */
export function averageMetrics(parts: readonly { metrics: Record<string, number>; examples: number }[]) {
  const sums: Record<string, { sum: number; examples: number }> = {};
  for (const { metrics, examples } of parts)
    for (const [name, value] of Object.entries(metrics)) {
      const known = (sums[name] ??= { sum: 0, examples: 0 });
      known.sum += value * examples;
      known.examples += examples;
    }
  return Object.fromEntries(Object.entries(sums).map(([name, { sum, examples }]) => [name, sum / examples]));
}
