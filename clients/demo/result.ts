import type { ClassificationFiguresFragment, TrainingRunResultQuery } from "../typescript/generated/operations.js";
import { confusion } from "./confusion.js";
import { duration } from "./progress.js";
import type { Style } from "./terminal/style.js";
import { padEnd, padStart, widthOf } from "./terminal/width.js";

type Result = NonNullable<TrainingRunResultQuery["trainingRun"]>;
/** A run that has succeeded, with its evaluation as a classification. */
export type EvaluatedRun = Result & { evaluation: { rows: number; classification: ClassificationFiguresFragment } };

const FIGURE = 11;

/** What a run came to: accuracy beside the baseline, figures of each class, the confusion matrix, what it computed on. */
export function result(run: EvaluatedRun, width: number, style: Style): string[] {
  const { evaluation } = run;
  return [
    ...verdict(run, style),
    "",
    ...classTable(evaluation, style),
    "",
    ...confusion(evaluation.classification.confusionMatrix, width, style),
    "",
    ...computedOn(run),
  ];
}

function verdict({ evaluation, baseline }: EvaluatedRun, style: Style): string[] {
  const { accuracy, logLoss, macroAuc } = evaluation.classification;
  const lines = [
    `${style.paint("bold", `Accuracy ${accuracy.toFixed(4)}`)} on ${evaluation.rows} test pictures it had not seen.`,
  ];
  const compared = baseline?.primary.value;
  if (baseline && compared != null)
    lines.push(`Baseline ${compared.toFixed(4)} (${baseline.name}) on the same pictures.`);
  lines.push(`Log loss ${logLoss.toFixed(4)}${macroAuc === null ? "" : `, mean ROC AUC ${macroAuc.toFixed(4)}`}.`);
  return lines;
}

function classTable({ classification, rows }: EvaluatedRun["evaluation"], style: Style): string[] {
  const { classes, macro, weighted } = classification;
  const entries = [
    ...classes.map(({ name, support, ...rates }) => ({ name, support, ...rates })),
    { name: "macro", support: rows, ...macro },
    { name: "weighted", support: rows, ...weighted },
  ];
  const margin = Math.max(...["class", ...entries.map(({ name }) => name)].map(widthOf));
  const header = ["precision", "recall", "F1", "pictures"].map((title) => padStart(title, FIGURE)).join("");
  const lines = entries.map(({ name, precision, recall, f1, support }) => {
    const rates = [precision, recall, f1].map((rate) => padStart(rate.toFixed(4), FIGURE)).join("");
    return `${padEnd(name, margin)}${rates}${padStart(String(support), FIGURE)}`;
  });
  const averages = lines.splice(classes.length).map((line) => style.paint("dim", line));
  return [style.paint("bold", `${padEnd("class", margin)}${header}`), ...lines, ...averages];
}

function computedOn({ backend, startedAt, finishedAt }: EvaluatedRun): string[] {
  if (!backend || !startedAt || !finishedAt) return [];
  const { name, device, memoryBytes, warning } = backend;
  const seconds = (Date.parse(finishedAt) - Date.parse(startedAt)) / 1000;
  const memory = memoryBytes > 0 ? `, ${(memoryBytes / 2 ** 30).toFixed(1)} GiB of memory` : "";
  const lines = [`Computed by ${name} on ${device}${memory}, in ${duration(seconds)}.`];
  if (warning) lines.push(warning);
  return lines;
}
