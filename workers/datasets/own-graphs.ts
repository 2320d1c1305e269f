import { graphsFormat } from "../../src/domains/training/datasets/formats/graphs.format.js";
import type { LabelledGraphs } from "./graphs.js";
import { type OwnDataFile, readOwnData } from "./own-data.js";

/**
 * The users' own graphs, in the file's order; types and classes in alphabetical order.
 *
 * @throws {TrainingFailure} DATASET_UNUSABLE when the file is no such graphs, or not the one that was uploaded.
 */
export async function loadOwnGraphs(own: OwnDataFile): Promise<LabelledGraphs> {
  const { graphs } = await readOwnData(graphsFormat, own);
  const types = sorted(graphs.flatMap((graph) => graph.types));
  const classes = sorted(graphs.map(({ label }) => label));
  return {
    graphs: graphs.map((graph) => ({
      types: Int32Array.from(graph.types, (type) => types.indexOf(type)),
      edges: Int32Array.from(graph.edges.flat()),
    })),
    labels: Int32Array.from(graphs, ({ label }) => classes.indexOf(label)),
    // Where all nodes are alike, a second type that no node is of: one-hot vectors have two places at least.
    types: types.length > 1 ? types : [...types, "–"],
    classes,
    sha256: own.sha256,
  };
}

function sorted(names: readonly string[]): string[] {
  return [...new Set(names)].sort();
}
