import { describe, expect, test } from "@jest/globals";
import { findDataset } from "../../src/domains/training/datasets/dataset-catalogue.js";
import { degreesOf, type Graph } from "../../workers/datasets/graphs.js";
import { loadMotifGraphs } from "../../workers/datasets/motif-graphs.js";
import { graphLayout } from "../../workers/drawing/graph-layout.js";

const NITROGEN = 1;
const { graphs, labels, classes } = loadMotifGraphs("motif-graphs-small");

describe.each(["motif-graphs", "motif-graphs-small"])("the data set %s", (id) => {
  test("has the catalogue's rows, classes and content, every class alike", () => {
    const data = loadMotifGraphs(id);
    const spec = findDataset(id);
    expect([data.graphs.length, data.labels.length]).toEqual([spec?.rows, spec?.rows]);
    expect([data.sha256, data.classes]).toEqual([spec?.sha256, spec?.classes]);
    for (let label = 0; label < 4; label++)
      expect(data.labels.filter((one) => one === label)).toHaveLength(data.labels.length / 4);
  });
});

test("a set that is none of motif graphs is refused by name", () => {
  expect(() => loadMotifGraphs("tea-leaves")).toThrow("tea-leaves is no set of motif graphs.");
});

test("graphs are simple, connected, of 15 to 40 nodes, and bound to no atom more than it holds", () => {
  for (const graph of graphs) {
    const { types, edges } = graph;
    expect(types.length).toBeGreaterThanOrEqual(15);
    expect(types.length).toBeLessThanOrEqual(40);
    const pairs = Array.from({ length: edges.length / 2 }, (_, at) => edges.subarray(2 * at, 2 * at + 2));
    for (const [a, b] of pairs) expect(a).toBeLessThan(b);
    expect(new Set(pairs.map(String)).size).toBe(pairs.length);
    expect(Math.max(...distancesFrom(graph, 0))).toBeLessThan(Infinity);
    degreesOf(graph).forEach((degree, node) => expect(degree).toBeLessThanOrEqual(types[node] === 2 ? 2 : 3));
  }
});

test("two nitrogens stand in the rings, as far apart as the class says, in two rings for the last class", () => {
  graphs.forEach((graph, row) => {
    const motif = [...(graph.motif ?? [])];
    const [one, other, ...more] = motif.filter((node) => graph.types[node] === NITROGEN);
    expect(more).toEqual([]);
    const apart = distancesFrom(graph, one)[other];
    if (classes[labels[row]] === "pyridines") expect([motif.length, apart >= 4]).toEqual([12, true]);
    else expect([motif.length, apart]).toEqual([6, 1 + labels[row]]);
  });
});

test("a graph is drawn alike each time, its edges about as long as each other, its parts apart from each other", () => {
  const { types, edges } = graphs[0];
  const places = graphLayout(types.length, edges);
  expect(graphLayout(types.length, edges)).toEqual(places);
  const lengths = Array.from({ length: edges.length / 2 }, (_, at) => {
    const [[x, y], [otherX, otherY]] = [places[edges[2 * at]], places[edges[2 * at + 1]]];
    return Math.hypot(x - otherX, y - otherY);
  });
  expect(Math.max(...lengths) / Math.min(...lengths)).toBeLessThan(3);
  const [[x, y], [otherX, otherY]] = graphLayout(2, new Int32Array());
  expect(Math.hypot(x - otherX, y - otherY)).toBeCloseTo(1, 3);
  expect(graphLayout(1, new Int32Array())[0].every(Number.isFinite)).toBe(true);
});

function distancesFrom({ types, edges }: Graph, start: number): number[] {
  const distances = new Array<number>(types.length).fill(Infinity);
  distances[start] = 0;
  for (let round = 0; round < types.length; round++)
    edges.forEach((node, end) => {
      distances[node] = Math.min(distances[node], distances[edges[end ^ 1]] + 1);
    });
  return distances;
}
