import type { FieldFault } from "../runs/run.refusals.js";
import { EDGES_MAX, type GraphInput, LABEL_MAX, NODES_MAX } from "./prediction.specs.js";

/** What keeps a graph from being one, by fields within it: each edge joins two different nodes that there are, and none twice. */
export function graphFaults({ nodes, edges }: GraphInput): FieldFault[] {
  const sizes = [
    ...countFaults("nodes", nodes.length, 1, NODES_MAX),
    ...countFaults("edges", edges.length, 0, EDGES_MAX),
  ];
  if (sizes.length > 0) return sizes;
  return [...typeFaults(nodes), ...edgeFaults(nodes.length, edges)];
}

function typeFaults(nodes: readonly string[]): FieldFault[] {
  return nodes.flatMap((type, at): FieldFault[] => {
    if (type.length <= LABEL_MAX) return [];
    const message = `may have ${LABEL_MAX} characters, not ${type.length}.`;
    return [{ field: `nodes.${at}`, code: "OUT_OF_RANGE", message }];
  });
}

function edgeFaults(nodes: number, edges: GraphInput["edges"]): FieldFault[] {
  const known = new Set<string>();
  return edges.flatMap(({ from, to }, at): FieldFault[] => {
    const field = `edges.${at}`;
    const strangers = Object.entries({ from, to }).filter(([, node]) => node < 0 || node >= nodes);
    if (strangers.length > 0)
      return strangers.map(([end, node]) => {
        const message = `must be the place of a node, 0 to ${nodes - 1}, not ${node}.`;
        return { field: `${field}.${end}`, code: "OUT_OF_RANGE", message };
      });
    const pair = [Math.min(from, to), Math.max(from, to)].join(" ");
    const message = from === to ? "joins a node to itself." : known.has(pair) ? "is there already." : undefined;
    known.add(pair);
    return message ? [{ field, code: "INVALID", message }] : [];
  });
}

function countFaults(field: string, count: number, least: number, most: number): FieldFault[] {
  if (count >= least && count <= most) return [];
  return [{ field, code: "OUT_OF_RANGE", message: `must hold ${least} to ${most}, not ${count}.` }];
}
