import { createHash } from "node:crypto";
import { robustnessChart } from "../drawing/robustness-chart.js";
import type { NewEvaluation } from "../../src/domains/training/evaluations/evaluations.service.js";
import type { Drawing } from "./judge.js";
import { judgeOf } from "./judges.js";
import type { RobustnessCurve } from "./robustness.js";
import type { PredictionKind, PredictionsByKind, TestPredictions } from "./test-predictions.js";

/** What is made of a model's predictions and its baseline's: reports to keep, and drawings. */
export interface Judgement {
  model: Judged;
  baseline: Judged;
  drawings: Drawing[];
}

type Judged = Pick<NewEvaluation, "name" | "report" | "rows">;

/** Judges model and baseline, with the judge of what they have predicted. Throws a RangeError that says what does not fit. */
export function judgementOf(
  { kind, model, baseline, leftOut }: TestPredictions,
  robustness?: RobustnessCurve[],
): Judgement {
  const { primary, evaluate, compare, draw } = judgeOf(kind);
  const report = evaluate(model);
  const againstBaseline = compare?.(model, baseline) ?? null;
  const details = { ...report.details, againstBaseline, ...(robustness && { robustness }) };
  const unjudged = leftOut === undefined ? {} : { leftOut };
  const drawings = draw(model, report, baseline);
  if (robustness) drawings.push({ kind: "FIGURE", name: "robustness.svg", svg: robustnessChart(robustness, report) });
  return {
    model: {
      name: "trained model",
      report: { kind, primary, ...report, ...unjudged, details },
      ...rowsOf(kind, model),
    },
    baseline: {
      name: baseline.name,
      report: { kind, primary, ...evaluate(baseline), ...unjudged },
      ...rowsOf(kind, baseline),
    },
    drawings,
  };
}

function rowsOf(kind: PredictionKind, predictions: PredictionsByKind[PredictionKind]): Pick<Judged, "rows"> {
  const scored = judgeOf(kind).scoreRows?.(predictions);
  if (!scored) return {};
  const hash = createHash("sha256").update(kind);
  for (const part of scored.truth) hash.update(typeof part === "string" ? `${part.length}:${part}` : part);
  return { rows: { sha256: hash.digest("hex"), figure: scored.figure, scores: scored.scores } };
}
