import { rule } from "../../../src/kernel/drawing/panel.js";
import { bilingual, px, svgDocument, textAt } from "../../../src/kernel/drawing/svg.js";
import type { Sample } from "../../runtime/trainer.js";
import type { QTable } from "./model.js";

const [WIDTH, HEIGHT] = [520, 440];
const BOX = { left: 84, top: 92, width: 400, height: 280 };
/** Colours that the colour-blind tell apart. */
const COLOURS = { left: "#3b82c4", right: "#e07b00" };

/**
 * Which way the table pushes, by angle (across) and angular velocity (upwards), as SVG: a cell is the surer, the more the
 * positions and velocities of the cart agree, each counted by how often it was visited. Empty: never visited.
 */
export function policyMap(table: QTable): Sample {
  const [, , angles, velocities] = table.shape;
  const [width, height] = [BOX.width / angles, BOX.height / velocities];
  const cells = Array.from({ length: angles * velocities }, (_, i) => {
    const [angle, velocity] = [Math.floor(i / velocities), i % velocities];
    const right = shareToTheRight(table, angle * velocities + velocity);
    if (right === undefined) return "";
    const place = `x="${px(BOX.left + angle * width + 1)}" y="${px(BOX.top + BOX.height - (velocity + 1) * height + 1)}" width="${px(width - 2)}" height="${px(height - 2)}"`;
    return `<rect ${place} rx="2" fill="${right > 0.5 ? COLOURS.right : COLOURS.left}" fill-opacity="${px(0.15 + 0.85 * Math.abs(2 * right - 1))}"/>`;
  });
  const title = { en: "Which way the policy pushes", zh: "策略的推动方向" };
  const [middle, centre] = [BOX.left + BOX.width / 2, BOX.top + BOX.height / 2];
  const upright = `transform="translate(46 ${px(centre)}) rotate(-90)"`;
  const body = [
    textAt(24, 34, bilingual(title), { class: "title" }),
    ...legend(),
    ...cells.filter(Boolean),
    rule(middle, BOX.top, middle, BOX.top + BOX.height, "axis", "4 5"),
    rule(BOX.left, centre, BOX.left + BOX.width, centre, "axis", "4 5"),
    textAt(middle, BOX.top + BOX.height + 30, bilingual({ en: "angle, −12° to 12°", zh: "角度，−12° 到 12°" }), {
      class: "soft",
      anchor: "middle",
    }),
    textAt(0, 0, bilingual({ en: "angular velocity, −3.5 to 3.5 rad/s", zh: "角速度" }), {
      class: "soft",
      anchor: "middle",
      more: upright,
    }),
  ];
  const svg = svgDocument(WIDTH, HEIGHT, title, body.join("\n"));
  return { name: "policy", mediaType: "image/svg+xml", content: new TextEncoder().encode(svg) };
}

/** Of the visits to these cells, one for each position and velocity of the cart; undefined where there were none. */
function shareToTheRight(table: QTable, within: number): number | undefined {
  const [positions, velocities, ...inner] = table.shape;
  const stride = inner[0] * inner[1];
  let [right, all] = [0, 0];
  for (let outer = 0; outer < positions * velocities; outer++) {
    const cell = outer * stride + within;
    const visits = table.visits(cell);
    all += visits;
    right += visits * table.best(cell);
  }
  return all === 0 ? undefined : right / all;
}

function legend(): string[] {
  const entries = [
    { text: bilingual({ en: "to the left", zh: "向左" }), colour: COLOURS.left, x: BOX.left },
    { text: bilingual({ en: "to the right", zh: "向右" }), colour: COLOURS.right, x: BOX.left + 150 },
  ];
  return entries.map(
    ({ text, colour, x }) =>
      `<rect x="${x}" y="54" width="14" height="14" rx="2" fill="${colour}"/>\n${textAt(x + 22, 66, text)}`,
  );
}
