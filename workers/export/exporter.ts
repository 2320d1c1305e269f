import type { Tokens } from "../bert/model.js";
import type { SavedBert } from "../bert/saved-bert.js";
import type { OwnDataFile } from "../datasets/own-data.js";
import type { PredictionKind, PredictionsByKind } from "../evaluation/test-predictions.js";
import type { SavedModel } from "../runtime/predictor.js";
import type { RandomStreams } from "../../src/kernel/random.js";
import type { OnnxPrecision } from "./onnx-graph.js";

/** Outputs of an exported model by their names, float32: `shape[0]` is the number of examples. */
export type ExportTensors = Record<string, { shape: number[]; values: Float32Array }>;

/** Its inputs, float32 or int64. */
export type ExportInputs = Record<string, { shape: number[]; values: Float32Array | BigInt64Array }>;

/** What an exported model says of examples. */
export type AskModel = (inputs: ExportInputs, atOnce?: number) => Promise<ExportTensors>;

/** The test part of a run as its exported model takes it. */
export interface ExportedTest<K extends PredictionKind = PredictionKind> {
  inputs: ExportInputs;
  /** Examples that it is shown at once; 256 when not given. */
  atOnce?: number;
  /** What the run's own network says, by output; outputs that it does not tell of are not compared. */
  expected: Record<string, Float32Array>;
  /** What the judge is to look at; its first figure when not given. */
  figure?: string;
  /** What the model's outputs say of the test part; where what it is shown depends on what it has said, it is asked again. */
  predictions(outputs: ExportTensors, ask: AskModel): PredictionsByKind[K] | Promise<PredictionsByKind[K]>;
}

/** The run that a model comes from, with its own predictions on the test part. */
export interface ExportedRun<P, K extends PredictionKind> {
  parameters: P;
  dataset: string;
  ownData?: OwnDataFile;
  random: RandomStreams;
  /** What the run left beside its weights. */
  preparation: Record<string, unknown>;
  weights: SavedModel<P>["weights"];
  predicted: PredictionsByKind[K];
}

/** How a recipe's model is a checkpoint in Hugging Face's format. */
export interface CheckpointHead {
  /** Their library's class, e.g. `BertForSequenceClassification`. */
  architecture: string;
  /** Every output of the test part, [rows, …], row-major. */
  ask(bert: SavedBert, tokens: Tokens): Promise<Record<string, Float32Array>>;
}

/** How models of a recipe leave the house. */
export interface ModelExporter<P, K extends PredictionKind = PredictionKind> {
  /** The model as an ONNX file that takes examples as they are, with everything that is done to them inside. */
  onnx(model: SavedModel<P>, precision: OnnxPrecision): Uint8Array;
  /** Where its models are checkpoints in Hugging Face's format. */
  checkpoint?: CheckpointHead;
  /** The test part of the run. */
  testPart(run: ExportedRun<P, K>): Promise<ExportedTest<K>>;
}
