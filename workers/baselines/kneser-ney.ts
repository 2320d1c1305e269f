/** Discounts to choose from; one serves all orders. */
const DISCOUNTS = [0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95];

/** Counts of what follows a context. */
interface Followers {
  counts: Map<number, number>;
  total: number;
}

/**
 * Trigrams with interpolated Kneser–Ney smoothing: after two tokens it expects what followed them in training; where they were rare, what
 * follows the last one; and there it counts in how many different places a token stood, rather than how often.
 *
 * Sources: Kneser and Ney, ICASSP 1995; Chen and Goodman, "An empirical study of smoothing techniques for language modeling",
 * Computer Speech and Language 13, 1999, the interpolated form.
 */
export class KneserNeyTrigrams {
  /** Followers of two tokens by count; of one token, and of none, by the number of different tokens before. */
  private readonly afterTwo = new Map<number, Followers>();
  private readonly afterOne = new Map<number, Followers>();
  private readonly anywhere: Followers = { counts: new Map(), total: 0 };

  private constructor(
    private readonly tokens: number,
    private readonly discount: number,
  ) {}

  /** Of a training text whose tokens are numbers below `tokens`; the discount is the one under which a held-out text is likeliest. */
  static fit(training: Int32Array, heldOut: Int32Array, tokens: number): KneserNeyTrigrams {
    const counted = new KneserNeyTrigrams(tokens, DISCOUNTS[0]);
    counted.count(training);
    const loss = (model: KneserNeyTrigrams) => model.losses(heldOut, 0).reduce((sum, value) => sum + value, 0);
    const models = DISCOUNTS.map((discount) => counted.with(discount));
    const losses = models.map(loss);
    return models[losses.indexOf(Math.min(...losses))];
  }

  /** −ln(probability) in nats of each token from number `from` on, given the two before it; the first two know less. */
  losses(text: Int32Array, from: number): Float32Array {
    const losses = new Float32Array(text.length - from);
    for (let at = from; at < text.length; at++) losses[at - from] = -Math.log(this.probability(text, at));
    return losses;
  }

  private with(discount: number): KneserNeyTrigrams {
    const { afterTwo, afterOne, anywhere } = this;
    return Object.assign(new KneserNeyTrigrams(this.tokens, discount), { afterTwo, afterOne, anywhere });
  }

  private probability(text: Int32Array, at: number): number {
    const token = text[at];
    let probability = this.discounted(this.anywhere, token, 1 / this.tokens);
    if (at >= 1) probability = this.discounted(this.afterOne.get(text[at - 1]), token, probability);
    if (at >= 2) probability = this.discounted(this.afterTwo.get(this.pair(text, at)), token, probability);
    return probability;
  }

  /** What the followers leave of their own probability, and what they give away to the `lower` order's. */
  private discounted(followers: Followers | undefined, token: number, lower: number): number {
    if (!followers || followers.total === 0) return lower;
    const { counts, total } = followers;
    const own = Math.max((counts.get(token) ?? 0) - this.discount, 0);
    return (own + this.discount * counts.size * lower) / total;
  }

  private count(text: Int32Array): void {
    for (let at = 2; at < text.length; at++) {
      if (!add(this.afterTwo, this.pair(text, at), text[at])) continue;
      if (!add(this.afterOne, text[at - 1], text[at])) continue;
      addTo(this.anywhere, text[at]);
    }
  }

  /** The two tokens before. */
  private pair(text: Int32Array, at: number): number {
    return text[at - 2] * this.tokens + text[at - 1];
  }
}

/** Whether the token had not followed this context before. */
function add(followers: Map<number, Followers>, context: number, token: number): boolean {
  let known = followers.get(context);
  if (!known) followers.set(context, (known = { counts: new Map(), total: 0 }));
  return addTo(known, token);
}

function addTo(followers: Followers, token: number): boolean {
  const before = followers.counts.get(token) ?? 0;
  followers.counts.set(token, before + 1);
  followers.total++;
  return before === 0;
}
