/** What a model's weights take. */
export interface ModelSize {
  weights: number;
  /** Of the weights. */
  zeros: number;
  bytes: number;
  /** By gzip; null of models too great to try. */
  compressedBytes: number | null;
}

/** A model, and how it does on the validation part. */
export interface ModelStand extends ModelSize {
  step: number;
  validation: Record<string, number>;
}

/** What a run has come to beside its figures on the test part. */
export interface TrainedModel extends ModelSize {
  /** Where weights were pruned: right before the first of them were, and at the end. */
  pruning?: { before: ModelStand; after: ModelStand };
}
