import { judgeOf } from "../evaluation/judges.js";
import type { PredictionKind, TestPredictions } from "../evaluation/test-predictions.js";
import { decodeSafetensors, encodeSafetensors } from "./safetensors.js";
import type { StateTensor } from "./trainer.js";

/** Test predictions as one file, from the worker that trained to the one that judges. */
export function encodePredictions({ kind, model, baseline, leftOut }: TestPredictions): Buffer {
  const { encode } = judgeOf(kind);
  const [ours, theirs] = [encode(model), encode(baseline)];
  return encodeSafetensors({
    tensors: { ...prefixed("model.", ours.tensors), ...prefixed("baseline.", theirs.tensors) },
    json: {
      ...{ kind, model: ours.json, baseline: theirs.json, baselineName: baseline.name },
      ...(leftOut !== undefined && { leftOut }),
    },
  });
}

/** Throws a RangeError where the file holds predictions of a kind that nobody judges. */
export function decodePredictions(file: Uint8Array): TestPredictions {
  const { tensors, json } = decodeSafetensors(file);
  const kind = json.kind as PredictionKind;
  const { decode } = judgeOf(kind);
  const part = (name: string) =>
    decode({ tensors: withoutPrefix(`${name}.`, tensors), json: json[name] as Record<string, unknown> });
  const baseline = { ...part("baseline"), name: json.baselineName as string };
  const { leftOut } = json as { leftOut?: number };
  return { kind, model: part("model"), baseline, ...(leftOut !== undefined && { leftOut }) } as TestPredictions;
}

type Tensors = Record<string, StateTensor>;

function prefixed(prefix: string, tensors: Tensors): Tensors {
  return Object.fromEntries(Object.entries(tensors).map(([name, tensor]) => [prefix + name, tensor]));
}

function withoutPrefix(prefix: string, tensors: Tensors): Tensors {
  const own = Object.entries(tensors).filter(([name]) => name.startsWith(prefix));
  return Object.fromEntries(own.map(([name, tensor]) => [name.slice(prefix.length), tensor]));
}
