import { z } from "zod";
import { DataKind } from "../data-kind.js";
import { defineFormat, encodingOption, SEPARATORS, separatorOption } from "./data-format.js";
import { classesOf, ColumnType, numbersProfile, previewOf, type ColumnProfile } from "./data-profile.js";
import { decoded } from "./decoding.js";
import { parseDelimited } from "./delimited.js";
import { type DataFault, quoted } from "./faults.js";

/** An undirected graph with a class: nodes are numbered from 0 in the order in which the file names them. */
export interface UserGraph {
  name: string;
  label: string;
  /** What the file calls each node. */
  nodes: string[];
  /** Type of each node; all "" where the file has no types. */
  types: string[];
  /** The two nodes of each edge, the lower number first. */
  edges: [number, number][];
}

export interface UserGraphs {
  graphs: UserGraph[];
}

const NEEDED = ["graph", "label", "from", "to"];
const TYPES = ["from_type", "to_type"];
const NODES_MAX = 10_000;

/** Graphs of some classes as one list of edges. */
export const graphsFormat = defineFormat({
  kind: DataKind.GRAPHS,
  title: { en: "Graphs with classes (edge list)", zh: "带类别的图（边列表）" },
  summary: {
    en: "A CSV file with a header and a row for each edge: graph (its name), label (its class, the same in all its rows), from and to (names of two nodes); from_type and to_type where nodes have types. A node without edges has a row with an empty to.",
    zh: "带表头的 CSV 文件，每行一条边：graph（图名）、label（图的类别，同一图各行一致）、from 与 to（两个节点名）；若节点有类型，另加 from_type 与 to_type。没有边的节点单列一行，to 留空。",
  },
  extension: ".csv",
  mediaType: "text/csv",
  example:
    "graph,label,from,to,from_type,to_type\ng1,ring,a,b,C,N\ng1,ring,b,c,N,C\ng1,ring,c,a,C,C\ng2,chain,a,b,C,C\n",
  options: z.strictObject({ ...separatorOption, ...encodingOption }),
  read(bytes, { separator, encoding }, faults): UserGraphs | undefined {
    const csv = parseDelimited(decoded(bytes, encoding, faults), { separator: SEPARATORS[separator], faults });
    const { header, records, lines } = csv;
    if (header.length === 0) return undefined;
    const typed = TYPES.some((name) => header.includes(name));
    const missing = [...NEEDED, ...(typed ? TYPES : [])].filter((name) => !header.includes(name));
    for (const name of missing)
      faults.add({ message: `there is no column ${quoted(name)}; the header has ${header.join(", ")}.`, line: 1 });
    if (missing.length > 0) return undefined;
    if (records.length === 0) faults.add({ message: "there is a header, and no row under it.", line: 1 });
    const at = Object.fromEntries([...NEEDED, ...TYPES].map((name) => [name, header.indexOf(name)]));
    const drafts = new Map<string, GraphDraft>();
    records.forEach((record, index) => {
      const cell = (name: string) => (at[name] < 0 ? "" : record[at[name]].trim());
      const place = { line: lines[index], row: index + 1 };
      const [name, label, from, to] = NEEDED.map(cell);
      const empty = NEEDED.slice(0, 3).find((column) => cell(column) === "");
      if (empty) return faults.add({ message: "the cell is empty.", ...place, column: empty });
      const draft = drafts.get(name) ?? new GraphDraft(name, label);
      drafts.set(name, draft);
      if (draft.label !== label)
        faults.add({
          message: `${quoted(name)} was of the class ${quoted(draft.label)} before.`,
          ...place,
          column: "label",
        });
      for (const fault of draft.take({ from, to, fromType: cell("from_type"), toType: cell("to_type") }))
        faults.add({ ...fault, ...place });
      return undefined;
    });
    const graphs = [...drafts.values()].map(({ graph }) => graph);
    for (const { name, nodes } of graphs)
      if (nodes.length > NODES_MAX)
        faults.add({ message: `${quoted(name)} has ${nodes.length} nodes; ${NODES_MAX} are allowed.` });
    if (graphs.length > 0 && new Set(graphs.map(({ label }) => label)).size < 2)
      faults.add({ message: "graphs of two classes are needed at least.", line: 1, column: "label" });
    return { graphs };
  },
  profile({ graphs }) {
    const sizes = (name: string, of: (graph: UserGraph) => number): ColumnProfile => ({
      ...numbersProfile(name, graphs.map(of)),
      type: ColumnType.NUMBER,
    });
    const types = new Set(graphs.flatMap((graph) => graph.types));
    const columns = [sizes("nodes", ({ nodes }) => nodes.length), sizes("edges", ({ edges }) => edges.length)];
    const figures = [{ name: "nodeTypes", value: types.size }];
    return { rows: graphs.length, columns, ...classesOf(graphs.map(({ label }) => label)), figures };
  },
  preview({ graphs }, first) {
    const cells = (row: number) => {
      const { name, label, nodes, edges } = graphs[row];
      return [name, label, nodes.length, edges.length];
    };
    return previewOf(["graph", "label", "nodes", "edges"], Math.min(first, graphs.length), cells);
  },
});

interface EdgeRow {
  from: string;
  to: string;
  fromType: string;
  toType: string;
}

class GraphDraft {
  private readonly numbers = new Map<string, number>();
  private readonly known = new Set<string>();
  readonly graph: UserGraph;

  constructor(
    name: string,
    readonly label: string,
  ) {
    this.graph = { name, label, nodes: [], types: [], edges: [] };
  }

  /** Adds an edge, or a node alone. Returns what is wrong with it. */
  take({ from, to, fromType, toType }: EdgeRow): DataFault[] {
    const faults: DataFault[] = [];
    const a = this.node(from, fromType, "from", faults);
    if (to === "") return faults;
    const b = this.node(to, toType, "to", faults);
    const edge: [number, number] = a < b ? [a, b] : [b, a];
    const key = edge.join(" ");
    if (a === b) faults.push({ message: `an edge from ${quoted(from)} to itself.`, column: "to" });
    else if (this.known.has(key)) faults.push({ message: "the graph has this edge already.", column: "to" });
    else this.graph.edges.push(edge);
    this.known.add(key);
    return faults;
  }

  private node(name: string, type: string, column: string, faults: DataFault[]): number {
    const known = this.numbers.get(name);
    if (known === undefined) {
      this.numbers.set(name, this.graph.nodes.length);
      this.graph.types.push(type);
      return this.graph.nodes.push(name) - 1;
    }
    if (this.graph.types[known] !== type)
      faults.push({
        message: `the node was of the type ${quoted(this.graph.types[known])} before.`,
        column: `${column}_type`,
      });
    return known;
  }
}
