import { integer, text } from "./onnx-attributes.js";
import type { OnnxGraph } from "./onnx-graph.js";
import { lengthsOf, transposed, unsqueezed } from "./onnx-layers.js";

/** A recurrent layer of `workers/runtime/tensor/layers` as ONNX has it. */
interface Recurrent {
  operator: "GRU" | "LSTM";
  hidden: number;
  /** One after the other, each by its weights: the first reads forwards; a second, if there is one, backwards. */
  readers: readonly { kernel: string; recurrent: string; bias: string }[];
  /** 1 where there is a token, [batch, length]. */
  mask: string;
}

/** Where ONNX's gates stand among ours: of a GRU update, reset and candidate; of an LSTM input, output and forget gate and candidate. */
const GATES = { GRU: [0, 1, 2], LSTM: [0, 2, 1, 3] };

/** What readers made of texts: their states one beside the other. */
export interface Read {
  /** In the order of the text, [batch, length, readers · hidden]; 0 in the room after its end. */
  states: string;
  /** After each one's last word, [batch, readers · hidden]. */
  last: string;
}

/**
 * Reads `x` [batch, length, inputs]. In INT8 its weights are bytes in the file, and floats when they multiply: ONNX has no recurrent layers of bytes.
 */
export function recurrent(graph: OnnxGraph, x: string, { operator, hidden, readers, mask }: Recurrent): Read {
  const gates = GATES[operator];
  const stacked = (values: string[]) => {
    const each = values.map((value) => unsqueezed(graph, value, 0));
    return each.length === 1 ? each[0] : graph.apply("Concat", each, [integer("axis", 0)]);
  };
  const matrix = (name: string) => {
    const ordered = gatesOf(graph.weight(name).values as Float32Array, { gates, hidden });
    return transposed(graph, graph.matrix(ordered, gates.length * hidden), 1, 0);
  };
  const bias = (name: string) => {
    const ordered = gatesOf(graph.weight(name).values as Float32Array, { gates, hidden });
    return graph.floats([...ordered, ...new Float32Array(ordered.length)]);
  };
  const given = [
    transposed(graph, x, 1, 0, 2),
    stacked(readers.map(({ kernel }) => matrix(kernel))),
    stacked(readers.map((reader) => matrix(reader.recurrent))),
    stacked(readers.map((reader) => bias(reader.bias))),
    graph.asIntegers(lengthsOf(graph, mask)),
  ];
  const direction = text("direction", readers.length === 1 ? "forward" : "bidirectional");
  const reset = operator === "GRU" ? [integer("linear_before_reset", 1)] : [];
  const attributes = [integer("hidden_size", hidden), direction, ...reset];
  const [states, last] = graph.applied(operator, given, attributes, 2);
  const width = readers.length * hidden;
  return {
    states: graph.shaped(transposed(graph, states, 2, 0, 1, 3), [0, 0, width]),
    last: graph.shaped(transposed(graph, last, 1, 0, 2), [0, width]),
  };
}

/** Columns of a matrix, or of a bias, with the gates in another order. */
function gatesOf(values: Float32Array, { gates, hidden }: { gates: readonly number[]; hidden: number }): Float32Array {
  const columns = gates.length * hidden;
  return values.map((_, at) => {
    const column = at % columns;
    return values[at - column + gates[Math.floor(column / hidden)] * hidden + (column % hidden)];
  });
}
