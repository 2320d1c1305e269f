import { greyApng } from "../../drawing/apng.js";
import { drawScene, SCENE, writeScene } from "../../environments/pong-frame.js";
import type { GameState } from "../../environments/pong-game.js";
import type { Sample } from "../../runtime/trainer.js";

/** A decision is a fifteenth of a second: four ticks of a sixtieth. */
const FRAME_MS = 67;
const LAST_MS = 2000;
/** Forty seconds: of a longer game, the beginning. */
const MOST_FRAMES = 600;
/** Of the film's sides, in pixels: each pixel that the network sees becomes a whole square. */
const LEAST_SIDE = 160;
/** Digits of 3 × 5 squares, row by row. */
const [DIGIT_WIDTH, DIGIT_HEIGHT] = [3, 5];
const DIGITS = [
  "111101101101111",
  "010110010010111",
  "111001111100111",
  "111001111001111",
  "101101111001001",
  "111100111001111",
  "111100111101111",
  "111001001001001",
  "111101111101111",
  "111101111001111",
];
/** Of a digit's squares, and of the space above and below them. */
const [SQUARE, MARGIN] = [4, 6];
const STRIP = DIGIT_HEIGHT * SQUARE + 2 * MARGIN;
const [SCORE_GREY, EDGE_GREY] = [150, 60];

/** A film of a game as the network sees it, at its own speed, with the score above: the opponent's points left, the network's right. */
export function playedGame(states: GameState[], size: number): Sample {
  const scale = Math.ceil(LEAST_SIDE / size);
  const width = size * scale;
  const frames = states.slice(0, MOST_FRAMES).map((state) => drawFrame(state, size, scale));
  const film = greyApng({ frames, width, height: width + STRIP, frameMs: FRAME_MS, lastMs: LAST_MS });
  return { name: "game", mediaType: "image/apng", content: film };
}

function drawFrame({ rally, won, lost }: GameState, size: number, scale: number): Uint8Array {
  const width = size * scale;
  const court = new Uint8Array(size * size);
  const scene = new Float32Array(SCENE);
  writeScene(scene, 0, rally);
  drawScene(scene, 0, { values: court, size, at: 0, stride: 1, white: 255 });
  const pixels = new Uint8Array(width * (width + STRIP));
  pixels.fill(EDGE_GREY, (STRIP - 1) * width, STRIP * width);
  drawNumber(pixels, width, lost, width / 4);
  drawNumber(pixels, width, won, (3 * width) / 4);
  for (let y = 0; y < width; y++) {
    const row = Math.floor(y / scale) * size;
    for (let x = 0; x < width; x++) pixels[(STRIP + y) * width + x] = court[row + Math.floor(x / scale)];
  }
  return pixels;
}

/** Around this column. */
function drawNumber(pixels: Uint8Array, width: number, number: number, middle: number): void {
  const digits = [...String(number)].map((digit) => DIGITS[Number(digit)]);
  const wide = (digits.length * (DIGIT_WIDTH + 1) - 1) * SQUARE;
  digits.forEach((squares, index) => {
    const left = Math.round(middle - wide / 2) + index * (DIGIT_WIDTH + 1) * SQUARE;
    [...squares].forEach((square, at) => {
      if (square === "0") return;
      const top = MARGIN + Math.floor(at / DIGIT_WIDTH) * SQUARE;
      const from = left + (at % DIGIT_WIDTH) * SQUARE;
      for (let y = top; y < top + SQUARE; y++) pixels.fill(SCORE_GREY, y * width + from, y * width + from + SQUARE);
    });
  });
}
