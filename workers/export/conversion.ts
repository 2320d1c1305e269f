import {
  type ExportError,
  ExportFormat,
  ExportPrecision,
  type ExportReport,
} from "../../src/domains/training/exports/export.specs.js";
import { RandomStreams } from "../../src/kernel/random.js";
import type { OwnFiles } from "../datasets/own-data.js";
import { judgeOf } from "../evaluation/judges.js";
import type { PredictionKind, PredictionsByKind } from "../evaluation/test-predictions.js";
import { findImplementation, type RecipeImplementation } from "../recipes/registry.js";
import { decodePredictions } from "../runtime/prediction-file.js";
import type { SavedModel } from "../runtime/predictor.js";
import { decodeSafetensors } from "../runtime/safetensors.js";
import { checkpointFolder, type CheckpointPrecision } from "./checkpoint-folder.js";
import { withCheckpoint } from "./checkpoint-session.js";
import { type CompactPrecision, compactWeights, expandedWeights } from "./compact-weights.js";
import type { AskModel, ExportTensors, ModelExporter } from "./exporter.js";
import { withOnnx } from "./onnx-session.js";

/** A run that has succeeded, and what its model is to become. */
export interface Conversion extends OwnFiles {
  recipe: string;
  parameters: Record<string, unknown>;
  dataset: string;
  seed: number;
  /** `weights.safetensors` and `predictions.safetensors` of the run. */
  weights: Uint8Array;
  predictions: Uint8Array;
  format: ExportFormat;
  precision: ExportPrecision;
}

export interface Converted {
  file: Uint8Array;
  report: ExportReport;
}

/** The model cannot be converted; the code is for programs. */
export class ConversionFailure extends Error {
  constructor(
    readonly code: ExportError["code"],
    message: string,
  ) {
    super(message);
  }
}

/** More than rounding: the exported model computes something else. */
const TOLERANCE = 1e-4;

/**
 * Writes a model anew and judges the file on the run's test part, beside what the run's own predictions come to. Needs an open tensor
 * backend for safetensors.
 *
 * @throws {ConversionFailure} when the model lacks its preparation, or a model in FLOAT32 says something else than the run did.
 */
export async function convert(conversion: Conversion): Promise<Converted> {
  const { recipe, format, precision } = conversion;
  const implementation = findImplementation(recipe);
  if (!implementation) throw new Error(`no recipe is called ${recipe}`);
  if (format === ExportFormat.SAFETENSORS && !implementation.spec.checkpoints)
    return asWeights(conversion, implementation);
  const exporter = await implementation.loadExporter?.();
  if (!exporter) throw new Error(`${recipe} has no exporter`);
  const exact = precision === ExportPrecision.FLOAT32;
  if (format === ExportFormat.ONNX)
    return asModel(conversion, exporter, {
      exact,
      write: (model) => exporter.onnx(model, exact ? "FLOAT32" : "INT8"),
      opened: (file, _model, work) => withOnnx(file, work),
    });
  const head = exporter.checkpoint!;
  return asModel(conversion, exporter, {
    exact,
    write: (model) => checkpointFolder(model, head.architecture, precision as CheckpointPrecision),
    opened: (file, model, work) => withCheckpoint(file, model, head, work),
  });
}

/** A form that models can be asked in. */
interface ModelForm {
  /** Whether it says what the run said but for rounding. */
  exact: boolean;
  write(model: SavedModel<unknown>): Uint8Array;
  opened<R>(file: Uint8Array, model: SavedModel<unknown>, work: (ask: AskModel) => Promise<R>): Promise<R>;
}

/** The file itself answers on the test part, and is judged by that. */
async function asModel(conversion: Conversion, exporter: ModelExporter<unknown>, form: ModelForm): Promise<Converted> {
  const { parameters, dataset, ownData, seed } = conversion;
  const { tensors: weights, json } = decodeSafetensors(conversion.weights);
  const preparation = json.preparation as Record<string, unknown> | undefined;
  if (!preparation)
    throw new ConversionFailure(
      "MODEL_WITHOUT_PREPARATION",
      "The run was trained before models kept their preparation.",
    );
  const model = { parameters, preparation, weights };
  const file = form.write(model);
  const { kind, model: predicted } = decodePredictions(conversion.predictions);
  const part = await exporter.testPart({ ...model, dataset, ownData, random: new RandomStreams(seed), predicted });
  return form.opened(file, model, async (ask) => {
    const outputs = await ask(part.inputs, part.atOnce);
    const largestDifference = differenceOf(outputs, part.expected);
    if (form.exact && !(largestDifference <= TOLERANCE))
      throw new ConversionFailure("OUTPUTS_DIFFER", `The exported model's outputs are ${largestDifference} off.`);
    const figures = compared(kind, predicted, await part.predictions(outputs, ask), part.figure);
    return { file, report: { ...sizes(conversion, file), ...figures, largestDifference } };
  });
}

/** The trainer of the run judges the weights as they come out of the file. */
async function asWeights(conversion: Conversion, { open }: RecipeImplementation): Promise<Converted> {
  const { parameters, dataset, ownData, ownCheckpoint, seed, precision } = conversion;
  const { tensors, json } = decodeSafetensors(conversion.weights);
  const file = compactWeights(tensors, json, precision as CompactPrecision);
  const own = { ownData, ownCheckpoint };
  const trainer = await open({ parameters, dataset, ...own, random: new RandomStreams(seed), log: () => undefined });
  try {
    if (!trainer.load) throw new ConversionFailure("EXPORT_FAILED", "Weights of this recipe cannot be replaced.");
    trainer.load(expandedWeights(file));
    const { kind, model: after } = await trainer.predict();
    const { model: before } = decodePredictions(conversion.predictions);
    return { file, report: { ...sizes(conversion, file), ...compared(kind, before, after), largestDifference: null } };
  } finally {
    trainer.dispose();
  }
}

type Judged = PredictionsByKind[PredictionKind];

function compared(kind: PredictionKind, before: Judged, after: Judged, figure = judgeOf(kind).primary) {
  const valueOf = (predictions: Judged) => {
    const value = (judgeOf(kind).evaluate(predictions) as unknown as Record<string, unknown>)[figure];
    return typeof value === "number" ? value : null;
  };
  return { figure, before: valueOf(before), after: valueOf(after) };
}

function sizes({ weights }: Conversion, file: Uint8Array) {
  return { bytesBefore: weights.byteLength, bytesAfter: file.byteLength };
}

/** The largest of all outputs. NaN where a value is none. */
function differenceOf(outputs: ExportTensors, expected: Record<string, Float32Array>): number {
  const differences = Object.entries(expected).map(([output, own]) => {
    const { values } = outputs[output];
    if (values.length !== own.length) return Infinity;
    return values.reduce((largest, value, at) => Math.max(largest, Math.abs(value - own[at])), 0);
  });
  return Math.max(...differences);
}
