import { degreesOf, type LabelledGraphs } from "../../datasets/graphs.js";
import { type Split, stratifiedSplit } from "../../datasets/split.js";
import type { RandomStream } from "../../../src/kernel/random.js";

/** Share of the graphs kept for validation, and again for the test. */
const HELD_OUT = 0.1;

export interface GraphData extends LabelledGraphs {
  split: Split;
}

/** What a prediction needs beside the weights: names of the nodes' types and of the classes. Plain JSON. */
export type GraphPreparation = { types: string[]; classes: string[] };

/** Splits 80/10/10 by the stream, the same share of every class. */
export function prepare(graphs: LabelledGraphs, random: RandomStream): GraphData {
  return { ...graphs, split: stratifiedSplit(graphs.labels, HELD_OUT, random) };
}

/**
 * Several graphs as one that falls apart into them: their nodes one after the other, no edges between. It grows with nodes and
 * edges, where a matrix of who is bonded to whom would grow with the square of the nodes.
 */
export type GraphBatch = {
  /** Type of each node, [nodes]. */
  types: Int32Array;
  /** Each edge from both its ends: it leads from `sources[i]` to `targets[i]`, [2 · edges]. */
  sources: Int32Array;
  targets: Int32Array;
  /** 1 / √(neighbours + 1) of each node, [nodes]. */
  scales: Float32Array;
  /** Graph that each node belongs to, [nodes], and nodes of each graph, [graphs]. */
  graphOf: Int32Array;
  sizes: Int32Array;
};

/** The graphs of these rows as one batch. */
export function batchOf({ graphs }: Pick<LabelledGraphs, "graphs">, rows: Int32Array): GraphBatch {
  const chosen = Array.from(rows, (row) => graphs[row]);
  const nodes = chosen.reduce((sum, { types }) => sum + types.length, 0);
  const ends = chosen.reduce((sum, { edges }) => sum + edges.length, 0);
  const batch: GraphBatch = {
    types: new Int32Array(nodes),
    sources: new Int32Array(ends),
    targets: new Int32Array(ends),
    scales: new Float32Array(nodes),
    graphOf: new Int32Array(nodes),
    sizes: Int32Array.from(chosen, ({ types }) => types.length),
  };
  let [node, end] = [0, 0];
  chosen.forEach((graph, at) => {
    batch.types.set(graph.types, node);
    batch.graphOf.fill(at, node, node + graph.types.length);
    degreesOf(graph).forEach((degree, own) => (batch.scales[node + own] = 1 / Math.sqrt(degree + 1)));
    graph.edges.forEach((own, place) => {
      batch.sources[end + place] = node + own;
      batch.targets[end + (place ^ 1)] = node + own;
    });
    node += graph.types.length;
    end += graph.edges.length;
  });
  return batch;
}

/** Classes of these rows. */
export function labelsOf({ labels }: LabelledGraphs, rows: Int32Array): Int32Array {
  return rows.map((row) => labels[row]);
}
