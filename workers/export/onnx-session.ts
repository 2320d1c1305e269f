import ort from "onnxruntime-node";
import type { ExportInputs, ExportTensors } from "./exporter.js";

/** Examples that run at once where it is not said. */
const AT_ONCE = 256;

/** What an ONNX file says of examples, by ONNX Runtime on the processor: every output by its name. */
export async function onnxOutputs(file: Uint8Array, inputs: ExportInputs, atOnce = AT_ONCE): Promise<ExportTensors> {
  const session = await ort.InferenceSession.create(file, { executionProviders: ["cpu"], intraOpNumThreads: 1 });
  const rows = Object.values(inputs)[0].shape[0];
  const parts: Record<string, { shape: number[]; values: Float32Array }[]> = {};
  try {
    for (let from = 0; from < rows; from += atOnce) {
      const feeds = Object.entries(inputs).map(
        ([
          name,
          {
            shape: [, ...example],
            values,
          },
        ]) => {
          const width = example.reduce((product, side) => product * side, 1);
          const part = values.slice(from * width, (from + atOnce) * width);
          const shape = [part.length / width, ...example];
          const tensor = part instanceof Float32Array ? new ort.Tensor(part, shape) : new ort.Tensor(part, shape);
          return [name, tensor] as const;
        },
      );
      const said = await session.run(Object.fromEntries(feeds));
      for (const [name, { dims, data }] of Object.entries(said))
        (parts[name] ??= []).push({ shape: [...dims], values: data as Float32Array });
    }
  } finally {
    await session.release();
  }
  return Object.fromEntries(Object.entries(parts).map(([name, of]) => [name, joined(of)]));
}

function joined(parts: { shape: number[]; values: Float32Array }[]): { shape: number[]; values: Float32Array } {
  const [, ...example] = parts[0].shape;
  const values = new Float32Array(parts.reduce((sum, part) => sum + part.values.length, 0));
  let at = 0;
  for (const part of parts) {
    values.set(part.values, at);
    at += part.values.length;
  }
  return { shape: [parts.reduce((sum, { shape: [rows] }) => sum + rows, 0), ...example], values };
}
