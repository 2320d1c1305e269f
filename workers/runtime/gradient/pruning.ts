import * as tf from "@tensorflow/tfjs";

/** The first third of the run trains all weights, the second prunes them, and the last tunes those that are left. */
const [BEGIN, END] = [1 / 3, 2 / 3];
/** How often the weights to prune are chosen anew. */
const CHOICES = 20;

/**
 * Prunes kernels while they train: the smallest weights of each become zero and stay so, until the choice is made anew. The share rises
 * fast at first, when there is much to spare, then slower. Biases stay.
 *
 * Which weights are pruned can be seen from the weights themselves, so that a checkpoint needs no more than these.
 * Source: Zhu and Gupta, "To prune, or not to prune", ICLR workshop 2018.
 */
export class Pruning {
  private readonly kernels: tf.Variable[];
  /** The step before whose end no weight is pruned. */
  readonly begin: number;
  private readonly end: number;
  private readonly interval: number;
  /** 1 for each weight that is left. */
  private masks: tf.Tensor[];

  /** `sparsity` is the share of each kernel's weights that are zero in the end. */
  constructor(
    variables: readonly tf.Variable[],
    private readonly sparsity: number,
    totalSteps: number,
  ) {
    this.kernels = variables.filter(({ rank }) => rank > 1);
    this.begin = Math.floor(BEGIN * totalSteps);
    this.end = Math.max(this.begin + 1, Math.floor(END * totalSteps));
    this.interval = Math.max(1, Math.floor((this.end - this.begin) / CHOICES));
    this.masks = this.kernels.map((kernel) => tf.onesLike(kernel));
  }

  /** Takes up the choice that the weights show, as a checkpoint or a pruned run has left them. */
  goOn(): void {
    tf.dispose(this.masks);
    this.masks = tf.tidy(() => this.kernels.map((kernel) => kernel.notEqual(0).toFloat()));
  }

  /** The share that is wanted after so many steps. */
  shareAfter(steps: number): number {
    const done = (steps - this.begin) / (this.end - this.begin);
    return this.sparsity * (1 - (1 - Math.min(1, Math.max(0, done))) ** 3);
  }

  /** Right after a step. */
  async prune(stepsDone: number): Promise<void> {
    if (stepsDone <= this.begin) return;
    if (stepsDone === this.end || (stepsDone < this.end && (stepsDone - this.begin) % this.interval === 0))
      await this.choose(this.shareAfter(stepsDone));
    this.masks.forEach((mask, at) => {
      const kept = tf.mul(this.kernels[at], mask);
      this.kernels[at].assign(kept);
      kept.dispose();
    });
  }

  dispose(): void {
    tf.dispose(this.masks);
  }

  private async choose(share: number): Promise<void> {
    const masks = this.kernels.map(async (kernel) => {
      const sizes = ((await kernel.data()) as Float32Array).map(Math.abs);
      const order = Uint32Array.from(sizes.keys()).sort((a, b) => sizes[a] - sizes[b] || a - b);
      const mask = new Float32Array(sizes.length).fill(1);
      for (const at of order.subarray(0, Math.floor(share * sizes.length))) mask[at] = 0;
      return tf.tensor(mask, kernel.shape);
    });
    const chosen = await Promise.all(masks);
    tf.dispose(this.masks);
    this.masks = chosen;
  }
}
