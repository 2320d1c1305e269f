/** What data are made of. A kind that users may bring has a format in `formats/`; the others come with the product alone. */
export enum DataKind {
  TABLE = "TABLE",
  TIME_SERIES = "TIME_SERIES",
  TEXTS = "TEXTS",
  SEQUENCE = "SEQUENCE",
  PAIRS = "PAIRS",
  QUESTIONS = "QUESTIONS",
  GRAPHS = "GRAPHS",
  IMAGES = "IMAGES",
  /** A pre-trained model to begin with. */
  CHECKPOINT = "CHECKPOINT",
  ENVIRONMENT = "ENVIRONMENT",
}
