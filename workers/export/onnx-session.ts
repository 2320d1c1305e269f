import ort from "onnxruntime-node";
import type { AskModel, ExportInputs, ExportTensors } from "./exporter.js";

/** Examples that run at once where it is not said. */
const AT_ONCE = 256;

/** Opens an ONNX file in ONNX Runtime, on the processor, for as long as `work` takes. */
export async function withOnnx<R>(file: Uint8Array, work: (ask: AskModel) => Promise<R>): Promise<R> {
  const session = await ort.InferenceSession.create(file, { executionProviders: ["cpu"], intraOpNumThreads: 1 });
  try {
    return await work((inputs, atOnce) => outputsOf(session, inputs, atOnce));
  } finally {
    await session.release();
  }
}

/** Every output by its name. */
async function outputsOf(
  session: ort.InferenceSession,
  inputs: ExportInputs,
  atOnce = AT_ONCE,
): Promise<ExportTensors> {
  const rows = Object.values(inputs)[0].shape[0];
  const parts: Record<string, { shape: number[]; values: Float32Array }[]> = {};
  for (let from = 0; from < rows; from += atOnce) {
    const feeds = Object.entries(inputs).map(([name, { shape: whole, values }]) => {
      const example = whole.slice(1);
      const width = example.reduce((product, side) => product * side, 1);
      const part = values.slice(from * width, (from + atOnce) * width);
      const shape = [part.length / width, ...example];
      const tensor = part instanceof Float32Array ? new ort.Tensor(part, shape) : new ort.Tensor(part, shape);
      return [name, tensor] as const;
    });
    const said = await session.run(Object.fromEntries(feeds));
    for (const [name, { dims, data }] of Object.entries(said))
      (parts[name] ??= []).push({ shape: [...dims], values: data as Float32Array });
  }
  return Object.fromEntries(Object.entries(parts).map(([name, of]) => [name, joined(of)]));
}

/** Examples of one part after the other. */
export function joined(parts: { shape: number[]; values: Float32Array }[]): { shape: number[]; values: Float32Array } {
  const [, ...example] = parts[0].shape;
  const values = new Float32Array(parts.reduce((sum, part) => sum + part.values.length, 0));
  let at = 0;
  for (const part of parts) {
    values.set(part.values, at);
    at += part.values.length;
  }
  return { shape: [parts.reduce((sum, { shape: [rows] }) => sum + rows, 0), ...example], values };
}
