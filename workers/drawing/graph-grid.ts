import type { Localized } from "../../src/kernel/localized.js";
import { bilingual, px, svgDocument, textAt } from "../../src/kernel/drawing/svg.js";
import type { Graph } from "../datasets/graphs.js";
import { graphLayout, type Place } from "./graph-layout.js";

/** One graph, with what is said about it. */
export interface GraphCell {
  graph: Graph;
  label: string;
  note: string;
  wrong: boolean;
}

export interface GraphRow {
  title: Localized;
  cells: GraphCell[];
}

/** Of the nodes' types; more types begin anew. Colours that hold on white and on near-black paper. */
const palette = ["#8f8a87", "#4e79a7", "#e15759", "#c9a227", "#59a14f", "#b07aa1", "#f28e2b", "#76b7b2"] as const;
const MOTIF = "#f2b134";

const SIDE = 200;
const MARGIN = 16;
const GAP = 20;
const LEFT = 24;
const LEGEND = 40;
const ROW_TITLE = 34;
const CAPTION = 46;
/** An edge is drawn no longer than this, however few nodes a graph has. */
const LONGEST_EDGE = 26;

/** Rows of drawn graphs as one SVG: nodes coloured by type, motifs on a yellow ground, wrong ones framed and labelled in orange. */
export function graphGrid(title: Localized, types: readonly string[], rows: GraphRow[]): string {
  const columns = Math.max(...rows.map(({ cells }) => cells.length), 1);
  const rowHeight = ROW_TITLE + SIDE + CAPTION;
  const legend = types.map((type, index) => {
    const x = LEFT + 6 + index * 64;
    return `<circle cx="${px(x)}" cy="24" r="6" fill="${colourOf(index)}"/>\n${textAt(x + 12, 28, type)}`;
  });
  const body = rows.map((row, index) => {
    const top = LEGEND + index * rowHeight;
    const cells = row.cells.map((cell, column) => drawCell(cell, LEFT + column * (SIDE + GAP), top + ROW_TITLE));
    return [textAt(LEFT, top + 20, bilingual(row.title), { class: "title" }), ...cells].join("\n");
  });
  const width = 2 * LEFT + columns * SIDE + (columns - 1) * GAP;
  return svgDocument(width, LEGEND + rows.length * rowHeight, title, [...legend, ...body].join("\n"));
}

function drawCell({ graph, label, note, wrong }: GraphCell, left: number, top: number): string {
  const middle = { anchor: "middle" } as const;
  return [
    `<rect class="${wrong ? "bad" : "good"}" x="${px(left)}" y="${px(top)}" width="${SIDE}" height="${SIDE}" rx="3" stroke-width="2"/>`,
    drawGraph(graph, left, top),
    textAt(left + SIDE / 2, top + SIDE + 16, label, { ...middle, class: wrong ? "bad-ink" : "" }),
    textAt(left + SIDE / 2, top + SIDE + 32, note, { ...middle, class: "soft", more: 'style="font-size:10px"' }),
  ].join("\n");
}

function drawGraph({ types, edges, motif = new Int32Array() }: Graph, left: number, top: number): string {
  const places = fitted(graphLayout(types.length, edges), left + MARGIN, top + MARGIN, SIDE - 2 * MARGIN);
  const line = ([a, b]: number[], look: string) => {
    const [[x1, y1], [x2, y2]] = [places[a], places[b]];
    return `<line x1="${px(x1)}" y1="${px(y1)}" x2="${px(x2)}" y2="${px(y2)}" ${look}/>`;
  };
  const pairs = Array.from({ length: edges.length / 2 }, (_, edge) => [...edges.subarray(2 * edge, 2 * edge + 2)]);
  const highlighted = new Set(motif);
  const ground = pairs.filter((pair) => pair.every((node) => highlighted.has(node)));
  return [
    ...ground.map((pair) =>
      line(pair, `stroke="${MOTIF}" stroke-opacity="0.45" stroke-width="11" stroke-linecap="round"`),
    ),
    ...pairs.map((pair) => line(pair, 'class="axis" stroke-width="1.4"')),
    ...places.map(([x, y], node) => {
      const type = types[node];
      return `<circle cx="${px(x)}" cy="${px(y)}" r="${type === 0 ? 3 : 4.5}" fill="${colourOf(type)}"/>`;
    }),
  ].join("\n");
}

/** The places moved and scaled into the middle of a square. */
function fitted(places: Place[], left: number, top: number, side: number): Place[] {
  const [xs, ys] = [places.map(([x]) => x), places.map(([, y]) => y)];
  const [lowX, lowY] = [Math.min(...xs), Math.min(...ys)];
  const [width, height] = [Math.max(...xs) - lowX, Math.max(...ys) - lowY];
  const scale = Math.min(LONGEST_EDGE, side / Math.max(width, height, 1e-6));
  return places.map(([x, y]) => [
    left + (side - width * scale) / 2 + (x - lowX) * scale,
    top + (side - height * scale) / 2 + (y - lowY) * scale,
  ]);
}

function colourOf(type: number): string {
  return palette[type % palette.length];
}
