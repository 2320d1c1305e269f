import type { Perturbation, PerturbationKind } from "../../src/domains/training/evaluations/evaluation.specs.js";
import type { Interval } from "./bootstrap.js";
import { predictedLabels, type Scored } from "./predictions.js";
import { wilsonInterval } from "./proportion.js";

/** How many rows are right at one strength of a perturbation. */
export interface RobustnessPoint extends Interval {
  strength: number;
  accuracy: number;
  rows: number;
}

/** How a classifier stands a perturbation, by rising strength; 0 is the test part as it is. */
export interface RobustnessCurve {
  kind: PerturbationKind;
  points: RobustnessPoint[];
}

/** Accuracies of the same rows as they are and perturbed, a curve for each kind of perturbation. */
export async function robustnessCurves(
  clean: Scored,
  perturbations: readonly Perturbation[],
  perturbed: (perturbation: Perturbation) => Promise<Scored>,
): Promise<RobustnessCurve[]> {
  const curves = new Map<PerturbationKind, RobustnessPoint[]>();
  for (const { kind, strength } of perturbations) {
    const points = curves.get(kind) ?? [pointOf(clean, 0)];
    if (strength !== 0) points.push(pointOf(await perturbed({ kind, strength }), strength));
    curves.set(kind, points);
  }
  return [...curves].map(([kind, points]) => ({ kind, points: points.sort((a, b) => a.strength - b.strength) }));
}

function pointOf(scored: Scored, strength: number): RobustnessPoint {
  const rows = scored.labels.length;
  const hits = predictedLabels(scored).filter((label, row) => label === scored.labels[row]).length;
  return { strength, rows, accuracy: hits / rows, ...wilsonInterval(hits, rows) };
}
