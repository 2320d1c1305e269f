import { nearestCentroid } from "../../baselines/nearest-centroid.js";
import { degreesOf, type Graph, type LabelledGraphs } from "../../datasets/graphs.js";
import type { Tested } from "../../datasets/unseen-rows.js";
import { type GraphData, labelsOf } from "./data.js";

/** Nodes with more neighbours are counted together. */
const MOST_NEIGHBOURS = 8;

/**
 * Class probabilities of what is tested, row-major [rows, classes], from counts alone: how many nodes and edges a graph has, how
 * many nodes of each type and of each degree, mean and variance of the degrees. The nearest class centroid decides, after each
 * figure was brought to mean 0 and deviation 1 on the training part. What knows nothing of who is bonded to whom.
 */
export function degreeBaseline(data: GraphData, tested: Tested<LabelledGraphs>): Float32Array {
  const { train } = data.split;
  const known = statisticsOf(data, train);
  const width = known.length / train.length;
  const standardised = standardisation(known, width);
  const training = { values: standardised(known), labels: labelsOf(data, train), width };
  return nearestCentroid(training, standardised(statisticsOf(tested.data, tested.rows)), data.classes.length);
}

function statisticsOf({ graphs, types }: LabelledGraphs, rows: Int32Array): Float32Array {
  return Float32Array.from([...rows].flatMap((row) => graphStatistics(graphs[row], types.length)));
}

function graphStatistics(graph: Graph, typeCount: number): number[] {
  const nodes = graph.types.length;
  const degrees = degreesOf(graph);
  const histogram = new Array<number>(MOST_NEIGHBOURS + 1).fill(0);
  for (const degree of degrees) histogram[Math.min(degree, MOST_NEIGHBOURS)] += 1;
  const typesCounted = new Array<number>(typeCount).fill(0);
  for (const type of graph.types) typesCounted[type] += 1;
  const mean = graph.edges.length / nodes;
  const variance = degrees.reduce((sum, degree) => sum + (degree - mean) ** 2, 0) / nodes;
  return [nodes, graph.edges.length / 2, mean, variance, ...histogram, ...typesCounted];
}

/** Brings each column to mean 0 and deviation 1 of `known`; columns without deviation become 0. */
function standardisation(known: Float32Array, width: number): (values: Float32Array) => Float32Array {
  const rows = known.length / width;
  const columns = Array.from({ length: width }, (_, column) => {
    const values = Array.from({ length: rows }, (_, row) => known[row * width + column]);
    const mean = values.reduce((sum, value) => sum + value, 0) / rows;
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / rows;
    return { mean, scale: variance > 0 ? 1 / Math.sqrt(variance) : 0 };
  });
  return (values) => values.map((value, at) => (value - columns[at % width].mean) * columns[at % width].scale);
}
