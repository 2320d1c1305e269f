import { RandomStreams } from "../../src/kernel/random.js";

/** Where a node is drawn. */
export type Place = [x: number, y: number];

const ROUNDS = 80;
/** The first start is the graph stretched out; each further one is more disturbed. */
const STARTS = 6;

/**
 * Places for the nodes of an undirected graph of one node or more, an edge about as long as another: distances on paper follow
 * the number of edges between two nodes, close pairs weighing more. Of several starts the one that ends best is drawn, and the
 * same graph always alike. It takes nodes² · rounds · starts steps: for graphs of at most a few hundred nodes.
 *
 * Source: Gansner, Koren and North, "Graph drawing by stress majorization", GD 2004, localised optimisation.
 */
export function graphLayout(nodes: number, edges: Int32Array): Place[] {
  const distances = distancesOf(nodes, edges);
  const random = new RandomStreams(1).stream("layout");
  const drawings = Array.from({ length: STARTS }, (_, start) => {
    const drawing = firstDrawing(distances);
    const disturbance = 0.3 + start;
    for (const along of [drawing.x, drawing.y])
      for (let node = 0; node < nodes; node++) along[node] += disturbance * random.normal();
    for (let round = 0; round < ROUNDS; round++)
      for (let node = 0; node < nodes; node++) improve(drawing, node, distances[node]);
    return { ...drawing, stress: stressOf(drawing, distances) };
  });
  const { x, y } = drawings.reduce((best, other) => (other.stress < best.stress ? other : best));
  return Array.from(x, (value, node) => [value, y[node]]);
}

interface Drawing {
  x: Float64Array;
  y: Float64Array;
}

/** Moves one node to where its distances fit best while the others stay. */
function improve({ x, y }: Drawing, node: number, wanted: Float64Array): void {
  let [left, top, whole] = [0, 0, 0];
  for (let other = 0; other < x.length; other++) {
    if (other === node) continue;
    const [dx, dy] = [x[node] - x[other], y[node] - y[other]];
    const weight = 1 / (wanted[other] * wanted[other]);
    const stretch = wanted[other] / Math.max(Math.sqrt(dx * dx + dy * dy), 1e-6);
    left += weight * (x[other] + dx * stretch);
    top += weight * (y[other] + dy * stretch);
    whole += weight;
  }
  if (whole === 0) return;
  x[node] = left / whole;
  y[node] = top / whole;
}

/** How far distances on paper are from those in the graph: the sum over all pairs of (drawn / wanted − 1)². */
function stressOf({ x, y }: Drawing, distances: Float64Array[]): number {
  let stress = 0;
  for (let a = 0; a < x.length; a++)
    for (let b = 0; b < a; b++) stress += (Math.hypot(x[a] - x[b], y[a] - y[b]) / distances[a][b] - 1) ** 2;
  return stress;
}

/** Along the line between the two ends of the graph, and across it by the distance from its middle. */
function firstDrawing(distances: Float64Array[]): Drawing {
  const farthest = (from: Float64Array) => from.reduce((best, value, node) => (value > from[best] ? node : best), 0);
  const one = farthest(distances[0]);
  const [fromOne, fromOther] = [distances[one], distances[farthest(distances[one])]];
  const aside = distances[farthest(fromOne.map((value, node) => Math.min(value, fromOther[node])))];
  return { x: fromOne.map((value, node) => value - fromOther[node]), y: aside.slice() };
}

/** Edges on the shortest way from each node to each; between parts that no way connects, one more than the longest of all. */
function distancesOf(nodes: number, edges: Int32Array): Float64Array[] {
  const neighbours = Array.from({ length: nodes }, (): number[] => []);
  for (let end = 0; end < edges.length; end += 2) {
    neighbours[edges[end]].push(edges[end + 1]);
    neighbours[edges[end + 1]].push(edges[end]);
  }
  const all = neighbours.map((_, start) => {
    const distances = new Float64Array(nodes).fill(Infinity);
    distances[start] = 0;
    const queue = [start];
    for (const node of queue)
      for (const next of neighbours[node]) {
        if (distances[next] !== Infinity) continue;
        distances[next] = distances[node] + 1;
        queue.push(next);
      }
    return distances;
  });
  const longest = Math.max(0, ...all.flatMap((row) => [...row].filter(Number.isFinite)));
  return all.map((row) => row.map((value) => Math.min(value, longest + 1)));
}
