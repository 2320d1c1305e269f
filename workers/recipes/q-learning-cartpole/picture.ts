import { type Box, drawPanel, panelScales, type Panel, rule } from "../../../src/kernel/drawing/panel.js";
import { bilingual, px, svgDocument, textAt } from "../../../src/kernel/drawing/svg.js";
import { CART_POLE, type CartPoleState } from "../../environments/cart-pole.js";
import type { Sample } from "../../runtime/trainer.js";

const [WIDTH, HEIGHT] = [720, 520];
const PIXELS_PER_METRE = 130;
/** Where the track lies, and its middle. */
const [TRACK, MIDDLE] = [250, WIDTH / 2];
const CART = { width: 64, height: 30 };
const COLOURS = { cart: "#3b82c4", pole: "#e07b00" };
/** Seconds that the last state stays before the film begins anew. */
const HELD = 1.2;
const DEGREES = 180 / Math.PI;

/** A film of one episode at its own speed, as SVG: the cart with its pole, and angle and position over time below. */
export function playedEpisode(states: CartPoleState[], most: number): Sample {
  const pushes = states.length - 1;
  const seconds = pushes * CART_POLE.timeStep;
  const title = { en: "One episode, without exploring", zh: "一个回合（不探索）" };
  const reached = `${bilingual({ en: "return", zh: "回报" })} ${pushes} / ${most}`;
  const body = [
    textAt(24, 34, bilingual(title), { class: "title" }),
    textAt(WIDTH - 24, 34, reached, { anchor: "end", more: 'style="font-weight:600"' }),
    drawTrack(),
    drawCart(states, seconds),
    ...courses(states, seconds).flatMap(([panel, box]) => [drawPanel(panel, box), drawClock(panel, box, seconds)]),
  ];
  const svg = svgDocument(WIDTH, HEIGHT, title, body.join("\n"));
  return { name: "episode", mediaType: "image/svg+xml", content: new TextEncoder().encode(svg) };
}

function drawTrack(): string {
  const [left, right] = [-1, 1].map((side) => MIDDLE + side * CART_POLE.positionLimit * PIXELS_PER_METRE);
  const ends = [left, right].map((x) => rule(x, TRACK - 36, x, TRACK + 12, "bad", "4 5"));
  return [rule(left, TRACK, right, TRACK, "axis"), ...ends].join("\n");
}

/** Stands at the start where a viewer shows no animation. */
function drawCart(states: CartPoleState[], seconds: number): string {
  const places = states.map(({ position }) => `${px(MIDDLE + position * PIXELS_PER_METRE)} ${TRACK}`);
  const hinge = -CART.height;
  const angles = states.map(({ angle }) => `${(angle * DEGREES).toFixed(1)} 0 ${hinge}`);
  const top = hinge - 2 * CART_POLE.halfPoleLength * PIXELS_PER_METRE;
  return [
    `<g transform="translate(${places[0]})">${played("translate", places, seconds)}`,
    `<rect x="${-CART.width / 2}" y="${hinge}" width="${CART.width}" height="${CART.height}" rx="5" fill="${COLOURS.cart}"/>`,
    `<g transform="rotate(${angles[0]})">${played("rotate", angles, seconds)}`,
    `<line x1="0" y1="${hinge}" x2="0" y2="${top}" stroke="${COLOURS.pole}" stroke-width="9" stroke-linecap="round"/>`,
    `</g><circle cx="0" cy="${hinge}" r="5" class="paper"/></g>`,
  ].join("\n");
}

/** SMIL: one value a state, evenly in time, and the last one held. */
function played(type: "translate" | "rotate", values: string[], seconds: number): string {
  const held = Array<string>(Math.round(HELD / CART_POLE.timeStep)).fill(values[values.length - 1]);
  return `<animateTransform attributeName="transform" type="${type}" dur="${px(seconds + HELD)}s" repeatCount="indefinite" values="${[...values, ...held].join(";")}"/>`;
}

function courses(states: CartPoleState[], seconds: number): [Panel, Box][] {
  const course = (title: string, colour: string, limit: number, value: (state: CartPoleState) => number): Panel => ({
    title,
    xLabel: bilingual({ en: "seconds", zh: "秒" }),
    xDomain: [0, seconds],
    yDomain: [-limit, limit],
    series: [
      { label: title, colour, points: states.map((state, i) => ({ x: i * CART_POLE.timeStep, y: value(state) })) },
    ],
  });
  const angle = bilingual({ en: "Angle, degrees", zh: "角度（度）" });
  const position = bilingual({ en: "Position, metres", zh: "位置（米）" });
  const box = (left: number): Box => ({ left, top: 330, width: 270, height: 130 });
  return [
    [course(angle, COLOURS.pole, CART_POLE.angleLimit * DEGREES, (state) => state.angle * DEGREES), box(64)],
    [course(position, COLOURS.cart, CART_POLE.positionLimit, (state) => state.position), box(412)],
  ];
}

/** A line that moves through the panel with the film. */
function drawClock(panel: Panel, box: Box, seconds: number): string {
  const { x } = panelScales(panel, box);
  const [from, to] = [`${px(x(0))} 0`, `${px(x(seconds))} 0`];
  const until = (seconds / (seconds + HELD)).toFixed(4);
  const moves = `<animateTransform attributeName="transform" type="translate" dur="${px(seconds + HELD)}s" repeatCount="indefinite" values="${from};${to};${to}" keyTimes="0;${until};1"/>`;
  return `<g transform="translate(${from})">${moves}${rule(0, box.top, 0, box.top + box.height, "axis")}</g>`;
}
