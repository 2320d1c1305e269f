import type { Best } from "../../src/domains/training/runs/checkpointing.specs.js";
import type { StateTensor, Trainer } from "./trainer.js";

type Weights = Record<string, StateTensor>;

/** What the best weights are called in a checkpoint, before their own names. */
const PREFIX = "best/";

/** Ends a run that gets no better, and lets it end with the weights of its best epoch. Source: Prechelt, "Early stopping — but when?", 1998. */
export class EarlyStopping {
  private constructor(
    private readonly trainer: Trainer,
    private readonly patience: number,
    private weights: Weights | undefined,
  ) {}

  /** For a trainer that has patience; `checkpoint` holds the tensors that the run goes on from. */
  static of(trainer: Trainer, checkpoint: Weights = {}): EarlyStopping | undefined {
    if (!trainer.patience) return undefined;
    const kept = Object.entries(checkpoint).filter(([name]) => name.startsWith(PREFIX));
    const weights = Object.fromEntries(kept.map(([name, tensor]) => [name.slice(PREFIX.length), tensor]));
    return new EarlyStopping(trainer, trainer.patience, kept.length > 0 ? weights : undefined);
  }

  /** Keeps the weights of a step that is the best so far. */
  async observe(best: Best | null, step: number): Promise<void> {
    if (best?.step === step) this.weights = await this.trainer.weights();
  }

  /** Whether the run has waited long enough, after so many epochs. */
  spent(best: Best | null, epochsDone: number): boolean {
    return best !== null && epochsDone - best.epoch >= this.patience;
  }

  /** What a checkpoint holds of it. */
  tensors(): Weights {
    return Object.fromEntries(Object.entries(this.weights ?? {}).map(([name, tensor]) => [PREFIX + name, tensor]));
  }

  /** Gives the trainer its best weights back. */
  conclude(): void {
    if (this.weights) this.trainer.load?.(this.weights);
  }
}
