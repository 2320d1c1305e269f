/** An undirected graph whose nodes have a type each, such as atoms: no loops, and no edge twice. Nodes are numbered from 0. */
export interface Graph {
  /** Type of each node, as an index into the set's `types`; at least one node. */
  types: Int32Array;
  /** The two nodes of each edge, the lower number first: row-major [edges, 2]. */
  edges: Int32Array;
  /** Nodes that make the graph what it is, where the data know them: for pictures alone, never for training. */
  motif?: Int32Array;
}

/** Graphs with the class of each: `labels[i]` is that of graph i. */
export interface LabelledGraphs {
  graphs: readonly Graph[];
  labels: Int32Array;
  /** Names of the nodes' types. */
  types: readonly string[];
  classes: readonly string[];
  /** SHA-256 of graphs and labels, in hexadecimal. */
  sha256: string;
}

/** Neighbours of each node, counted. */
export function degreesOf({ types, edges }: Graph): Int32Array {
  const degrees = new Int32Array(types.length);
  for (const node of edges) degrees[node] += 1;
  return degrees;
}
