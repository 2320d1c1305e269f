/** What a search goes by. */
export interface BeamSearch {
  sentences: number;
  /** Translations of each sentence that are followed at once; 1 is greedy. */
  beam: number;
  /** Strength of the length penalty; 0 prefers short translations. */
  lengthPenalty: number;
  /** Tokens of a translation at most, its end not counted. */
  most: number;
  /** How many tokens there are, and which of them end a translation, or are never written. */
  tokens: number;
  begin: number;
  end: number;
  never: readonly number[];
  /**
   * Logarithms of the probabilities of every token, [sentences · beam, tokens], after each row has gone on with the state of the row
   * `parents[row]`, of the same sentence, and taken `last[row]`.
   */
  next(last: Int32Array, parents: Int32Array): Promise<Float32Array>;
}

/** A translation, whole or begun. */
export interface Hypothesis {
  tokens: number[];
  /** Logarithm of its probability. */
  score: number;
}

/** ((5 + length) / 6) ^ strength. Source: Wu et al., "Google's neural machine translation system", 2016, equation 14. */
export function lengthPenalty(length: number, strength: number): number {
  return ((5 + length) / 6) ** strength;
}

/**
 * The best translation found of each sentence, its tokens without begin and end. A sentence is done when as many translations have ended as it
 * follows at once, or when none that goes on can become better than the best that has ended.
 */
export async function beamSearch(search: BeamSearch): Promise<Hypothesis[]> {
  const { sentences, beam, most, begin } = search;
  const states = Array.from({ length: sentences }, () => new Sentence(search));
  const last = new Int32Array(sentences * beam).fill(begin);
  const parents = Int32Array.from(last, (_, row) => row);
  for (let length = 0; length <= most && states.some((state) => !state.done); length++) {
    const logs = await search.next(last, parents);
    states.forEach((state, s) => {
      if (state.done) return;
      const rows = state.advance(logs.subarray(s * beam * search.tokens, (s + 1) * beam * search.tokens));
      rows.forEach(({ parent, token }, at) => {
        parents[s * beam + at] = s * beam + parent;
        last[s * beam + at] = token;
      });
    });
  }
  return states.map((state) => state.best());
}

/** One way to go on: the row that it comes from, and the token. */
interface Step {
  parent: number;
  token: number;
  score: number;
}

/** One sentence's search. */
class Sentence {
  done = false;
  private live: Hypothesis[] = [{ tokens: [], score: 0 }];
  private readonly ended: Hypothesis[] = [];

  constructor(private readonly search: BeamSearch) {}

  /** Takes the most probable ways to go on, and returns what each row is to do: those beyond the live ones repeat the last. */
  advance(logs: Float32Array): Step[] {
    const { beam, end, most } = this.search;
    const kept: { step: Step; hypothesis: Hypothesis }[] = [];
    this.candidates(logs).forEach((step, rank) => {
      const { parent, token, score } = step;
      const { tokens } = this.live[parent];
      if (token === end) {
        if (rank < beam) this.ended.push({ tokens, score });
      } else if (kept.length < beam && tokens.length < most) {
        kept.push({ step, hypothesis: { tokens: [...tokens, token], score } });
      }
    });
    if (kept.length === 0) this.done = true;
    else {
      this.live = kept.map(({ hypothesis }) => hypothesis);
      this.done = this.ended.length >= beam || this.nothingBetter();
    }
    const steps = kept.map(({ step }) => step);
    return Array.from({ length: steps.length === 0 ? 0 : beam }, (_, at) => steps[Math.min(at, steps.length - 1)]);
  }

  /** The best that has ended, or what is likeliest where none has. */
  best(): Hypothesis {
    const among = this.ended.length > 0 ? this.ended : this.live;
    return among.reduce((best, other) => (this.merit(other) > this.merit(best) ? other : best));
  }

  private merit({ tokens, score }: Hypothesis): number {
    return score / lengthPenalty(tokens.length + 1, this.search.lengthPenalty);
  }

  /** A live one loses probability with each token; the most it can gain is the penalty of the greatest length. */
  private nothingBetter(): boolean {
    if (this.ended.length === 0) return false;
    const { most, lengthPenalty: strength } = this.search;
    return this.merit(this.best()) >= this.live[0].score / lengthPenalty(most + 1, strength);
  }

  /** Twice as many as rows, so that rows are left when all that are likeliest end; the likeliest first. */
  private candidates(logs: Float32Array): Step[] {
    const { beam, tokens, never } = this.search;
    const best: Step[] = [];
    this.live.forEach(({ score }, parent) => {
      for (let token = 0; token < tokens; token++) {
        const total = score + logs[parent * tokens + token];
        if (best.length === 2 * beam && total <= best[best.length - 1].score) continue;
        if (never.includes(token)) continue;
        const place = best.findIndex((other) => other.score < total);
        best.splice(place < 0 ? best.length : place, 0, { parent, token, score: total });
        if (best.length > 2 * beam) best.pop();
      }
    });
    return best;
  }
}
