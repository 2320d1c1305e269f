import type { FailureCode } from "./failure.js";
import type { Sample, TestPredictions, StateTensor, TrainerState } from "./trainer.js";

/** What the worker may ask of a training child. Sent over Node IPC with `serialization: "advanced"`. */
export type ToChild =
  | {
      type: "start";
      recipe: string;
      parameters: Record<string, unknown>;
      dataset: string;
      seed: number;
      accelerator: "ANY" | "CPU" | "GPU";
      checkpoint?: TrainerState;
    }
  | { type: "cancel" };

/** The backend a child computes on. `tried` says, for each better one, why it is not in use. */
export interface BackendReport {
  name: "tfjs-node-gpu" | "tfjs-node" | "wasm" | "cpu";
  device: string;
  memoryBytes: number;
  warning?: string;
  tried: { name: string; reason: string }[];
}

/** What a training child tells its worker. */
export type FromChild =
  /** Warm: the best backend of this machine is open. */
  | { type: "ready"; backend: BackendReport }
  | { type: "backend"; backend: BackendReport }
  | { type: "progress"; epoch: number; epochs: number; step: number; steps: number; etaSeconds: number | null }
  | { type: "metrics"; step: number; epoch: number; metrics: { name: string; value: number }[] }
  | { type: "log"; level: "DEBUG" | "INFO" | "WARN" | "ERROR"; message: string; step: number }
  | { type: "sample"; step: number; sample: Sample }
  | { type: "checkpoint"; step: number; state: TrainerState }
  | { type: "trained"; predictions: TestPredictions; weights: Record<string, StateTensor>; seconds: number }
  | { type: "cancelled" }
  /** The code of a `TrainingFailure`, or TRAINING_FAILED for anything else. */
  | { type: "failed"; code: FailureCode | "TRAINING_FAILED"; message: string };
