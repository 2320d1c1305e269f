/** What retention deletes. The keys are GraphQL's names. */
export enum RetentionClass {
  METRIC_POINTS = "METRIC_POINTS",
  EVENTS = "EVENTS",
  CHECKPOINTS = "CHECKPOINTS",
  IDEMPOTENCY_KEYS = "IDEMPOTENCY_KEYS",
}
