import type { Passage, PassageWindow } from "./data.js";

/** Places of a window that are tried as an answer's first and last. */
const TRIED = 20;
/** Answers that are kept of a question, as in SQuAD's script for BERT. */
const KEPT = 20;

/** An answer with how sure the model is of it: its share among all that are kept, and no answer. */
export interface Candidate {
  text: string;
  /** Where it begins in the passage, in UTF-16 units; not there for no answer. */
  start?: number;
  share: number;
}

interface Span {
  text: string;
  start?: number;
  score: number;
}

/** A window with the scores of its tokens as the answer's first and last. */
export interface ScoredWindow {
  window: PassageWindow;
  starts: Float32Array;
  ends: Float32Array;
}

/** What answers may be. */
export interface AnswerRules {
  /** In words. */
  longest: number;
  /** Whether there may be none. */
  mayBeEmpty: boolean;
}

/**
 * The likeliest answers of a question, the best first; an empty text is no answer. A span scores the sum of its ends, no answer the
 * sum of [CLS]'s in the window where it is least likely. A token that stands in several windows begins answers only where it sees most
 * on both sides. Source: Devlin et al.'s run_squad.py, 2018.
 */
export function candidates(
  windows: readonly ScoredWindow[],
  passage: Passage,
  { longest, mayBeEmpty }: AnswerRules,
): Candidate[] {
  const spans = new Map<string, Span>();
  for (const scored of windows)
    for (const span of spansIn(scored, windows, passage, longest))
      if (span.score > (spans.get(span.text)?.score ?? -Infinity)) spans.set(span.text, span);
  const best = [...spans.values()].sort(likelierFirst).slice(0, KEPT);
  if (mayBeEmpty || best.length === 0)
    best.push({ text: "", score: Math.min(...windows.map(({ starts, ends }) => starts[0] + ends[0])) });
  best.sort(likelierFirst);
  const odds = best.map(({ score }) => Math.exp(score - best[0].score));
  const total = odds.reduce((sum, own) => sum + own, 0);
  return best.map(({ score: _, ...span }, at) => ({ ...span, share: odds[at] / total }));
}

function likelierFirst(a: Span, b: Span): number {
  return b.score - a.score;
}

function spansIn(
  { window, starts, ends }: ScoredWindow,
  all: readonly ScoredWindow[],
  { text, words, wordOf }: Passage,
  longest: number,
): Span[] {
  const { first, input } = window;
  const begins = likeliest(starts, window).filter((piece) => seesMost(piece, window, all));
  return begins.flatMap((from) =>
    likeliest(ends, window).flatMap((to) => {
      if (to < from || wordOf[to] - wordOf[from] >= longest) return [];
      const score = starts[input.second + from - first] + ends[input.second + to - first];
      const { start } = words[wordOf[from]];
      return [{ text: text.slice(start, words[wordOf[to]].end), start, score }];
    }),
  );
}

/** Pieces of the passage that score most in this window. */
function likeliest(scores: Float32Array, { first, count, input }: PassageWindow): number[] {
  const score = (piece: number) => scores[input.second + piece - first];
  return Array.from({ length: count }, (_, at) => first + at)
    .sort((a, b) => score(b) - score(a))
    .slice(0, TRIED);
}

function seesMost(piece: number, window: PassageWindow, all: readonly ScoredWindow[]): boolean {
  const context = ({ first, count }: PassageWindow) =>
    piece < first || piece >= first + count ? -1 : Math.min(piece - first, first + count - 1 - piece) + 0.01 * count;
  return all.every(({ window: other }) => context(other) <= context(window));
}
