import type { RandomStream } from "../../../src/kernel/random.js";
import { drawScene, SCENE, writeScene } from "../../environments/pong-frame.js";
import type { Move, Rally } from "../../environments/pong.js";
import type { StateTensor } from "../../runtime/trainer.js";
import { SumTree } from "./sum-tree.js";

/** How a replay memory keeps and gives. */
export interface ReplayOptions {
  /** Played side by side: each has an equal part of the memory, in which its decisions stand in a ring. */
  games: number;
  /** Decisions kept, of all games; the oldest make room. */
  capacity: number;
  /** Of a frame's sides, in pixels. */
  size: number;
  /** Shown at once. */
  frames: number;
  /** Decisions whose rewards are added up before the value of what follows is counted. */
  returnSteps: number;
  gamma: number;
  /** 0 draws all alike; 1 draws in proportion to the last error. */
  priority: number;
}

/** Decisions drawn from the memory; arrays have one entry, or one stack of frames, for each. */
export interface Replayed {
  /** Where they stand, for `learnt`. */
  places: Int32Array;
  stacks: Float32Array;
  actions: Int32Array;
  /** Discounted, over `returnSteps` decisions or up to the rally's end. */
  rewards: Float32Array;
  /** What the value of `ahead` is multiplied by: 0 where the rally ended before. */
  discounts: Float32Array;
  /** Frames after those decisions. */
  ahead: Float32Array;
  /** What each row counts, the greatest 1, so that drawing some more often does not shift what is learnt. */
  weights: Float32Array;
}

/** Keeps the priority of what is foreseen exactly above nothing. */
const LEAST_ERROR = 0.01;

/** What a place's code says besides the action: nothing was won or lost, a point was won, lost, or the game was broken off here. */
const [GOES_ON, WON, LOST, BROKEN_OFF] = [0, 1, 2, 3];
const REWARDS = [0, 1, -1, 0];

/**
 * A replay memory (Lin 1992; Mnih et al. 2015) that keeps what frames are drawn from, four numbers each, and draws them when they
 * are learnt from: a hundredth of what pixels would take, and the same pixels. Each frame is kept once, in however many stacks it
 * is shown.
 *
 * Decisions are drawn by priority (Schaul et al., "Prioritized experience replay", ICLR 2016), new ones with the greatest there was.
 */
export class Replay {
  /** What frames are drawn from. */
  private readonly scenes: Float32Array;
  /** action + 4 · what came of it + 16 · frames of the same rally before it, as far as a stack reaches. */
  private readonly codes: Int32Array;
  private readonly tree: SumTree;
  /** Frames that each game has put in so far. */
  private readonly written: Int32Array;
  private greatest = 1;
  private readonly length: number;

  constructor(
    private readonly options: ReplayOptions,
    saved?: Record<string, StateTensor>,
  ) {
    const { games, capacity } = options;
    this.length = Math.floor(capacity / games);
    const places = this.length * games;
    this.scenes = new Float32Array(places * SCENE);
    this.codes = new Int32Array(places);
    this.tree = new SumTree(places);
    this.written = new Int32Array(games);
    if (saved) this.goOnFrom(saved);
  }

  /** Whether a memory of that size for so many games was saved there. */
  static holds(saved: Record<string, StateTensor>, capacity: number, games: number): boolean {
    const { codes } = named(saved);
    return codes?.values.length === Math.floor(capacity / games) * games;
  }

  private goOnFrom(saved: Record<string, StateTensor>): void {
    const { scenes, codes, priorities, written, greatest } = named(saved) as Record<string, StateTensor>;
    this.scenes.set(scenes.values);
    this.codes.set(codes.values);
    this.tree.load(priorities.values);
    this.written.set(written.values);
    this.greatest = greatest.values[0];
  }

  /** Puts in what a game shows now, before its next decision. `first`: a new rally, of which no frame was shown before. */
  observe(game: number, rally: Rally, first: boolean): void {
    const { frames, returnSteps } = this.options;
    const number = this.written[game]++;
    const place = this.placeOf(game, number);
    writeScene(this.scenes, place * SCENE, rally);
    const before = first ? 0 : Math.min(frames - 1, (this.codes[this.placeOf(game, number - 1)] >> 4) + 1);
    this.codes[place] = before << 4;
    this.tree.set(place, 0);
    // The oldest are about to lose the frames before them.
    this.tree.set(this.placeOf(game, number + frames - 1), 0);
    const complete = number - returnSteps;
    if (complete < 0) return;
    const ready = this.placeOf(game, complete);
    if (outcomeOf(this.codes[ready]) !== BROKEN_OFF) this.tree.set(ready, this.greatest);
  }

  /** Puts in what was decided on what was observed last, and the reward that it brought. */
  decide(game: number, action: Move, reward: number): void {
    this.codes[this.newest(game)] |= action | ((reward > 0 ? WON : reward < 0 ? LOST : GOES_ON) << 2);
  }

  /** The game ends at what was observed last, undecided. */
  breakOff(game: number): void {
    this.codes[this.newest(game)] |= BROKEN_OFF << 2;
  }

  /** Draws the stacks of frames that these games show now. */
  shown(games: readonly number[]): Float32Array {
    const stacks = new Float32Array(games.length * this.stackLength);
    games.forEach((game, row) => this.drawStack(stacks, row, game, this.written[game] - 1));
    return stacks;
  }

  /** Draws decisions to learn from, one out of each of `rows` equal shares of all priorities. `correction`: how much of drawing unequally `weights` make up for. */
  draw(rows: number, correction: number, random: RandomStream): Replayed {
    const { tree, codes } = this;
    const replayed: Replayed = {
      places: new Int32Array(rows),
      stacks: new Float32Array(rows * this.stackLength),
      actions: new Int32Array(rows),
      rewards: new Float32Array(rows),
      discounts: new Float32Array(rows),
      ahead: new Float32Array(rows * this.stackLength),
      weights: new Float32Array(rows),
    };
    for (let row = 0; row < rows; row++) {
      const place = tree.find(((row + random.uniform()) / rows) * tree.total);
      replayed.places[row] = place;
      replayed.actions[row] = codes[place] & 3;
      replayed.weights[row] = tree.weightOf(place);
      this.follow(replayed, row, place);
    }
    const rarest = Math.min(...replayed.weights);
    replayed.weights.forEach((weight, row) => (replayed.weights[row] = (rarest / weight) ** correction));
    return replayed;
  }

  /** Takes in the errors of decisions that were drawn. */
  learnt(places: Int32Array, errors: Float32Array): void {
    const { priority } = this.options;
    places.forEach((place, row) => {
      const weight = Math.fround((Math.abs(errors[row]) + LEAST_ERROR) ** priority);
      this.greatest = Math.max(this.greatest, weight);
      this.tree.set(place, weight);
    });
  }

  /** As a checkpoint holds it: 24 bytes a decision. */
  saved(): Record<string, StateTensor> {
    const { scenes, codes, written } = this;
    const float = (values: Float32Array, ...shape: number[]): StateTensor => ({ shape, dtype: "float32", values });
    const int = (values: Int32Array): StateTensor => ({ shape: [values.length], dtype: "int32", values });
    return {
      "replay/scenes": float(scenes.slice(), codes.length, SCENE),
      "replay/codes": int(codes.slice()),
      "replay/priorities": float(this.tree.saved(), codes.length),
      "replay/written": int(written.slice()),
      "replay/greatest": float(Float32Array.of(this.greatest), 1),
    };
  }

  /** Adds up what follows a decision, and draws the frames that it led to. */
  private follow(replayed: Replayed, row: number, place: number): void {
    const { returnSteps, gamma } = this.options;
    const game = Math.floor(place / this.length);
    const newest = this.written[game] - 1;
    // The latest frame of that place: how many frames ago it was put in.
    const ago = (((newest - place) % this.length) + this.length) % this.length;
    const first = newest - ago;
    this.drawStack(replayed.stacks, row, game, first);
    for (let step = 0; step <= returnSteps; step++) {
      const outcome = outcomeOf(this.codes[this.placeOf(game, first + step)]);
      if (step === returnSteps || outcome === BROKEN_OFF) {
        replayed.discounts[row] = gamma ** step;
        this.drawStack(replayed.ahead, row, game, first + step);
        return;
      }
      if (outcome === GOES_ON) continue;
      replayed.rewards[row] = REWARDS[outcome] * gamma ** step;
      return;
    }
  }

  /** The frames of the same rally up to the one of that number; the rally's first is shown again for those before it. */
  private drawStack(stacks: Float32Array, row: number, game: number, number: number): void {
    const { size, frames } = this.options;
    const before = this.codes[this.placeOf(game, number)] >> 4;
    for (let frame = 0; frame < frames; frame++) {
      const back = Math.min(before, frames - 1 - frame);
      const canvas = { values: stacks, size, at: row * this.stackLength + frame, stride: frames, white: 1 };
      drawScene(this.scenes, this.placeOf(game, number - back) * SCENE, canvas);
    }
  }

  private get stackLength(): number {
    return this.options.size ** 2 * this.options.frames;
  }

  private placeOf(game: number, number: number): number {
    return game * this.length + (number % this.length);
  }

  private newest(game: number): number {
    return this.placeOf(game, this.written[game] - 1);
  }
}

function outcomeOf(code: number): number {
  return (code >> 2) & 3;
}

function named(saved: Record<string, StateTensor>): Partial<Record<string, StateTensor>> {
  const own = Object.entries(saved).filter(([name]) => name.startsWith("replay/"));
  return Object.fromEntries(own.map(([name, tensor]) => [name.slice("replay/".length), tensor]));
}
