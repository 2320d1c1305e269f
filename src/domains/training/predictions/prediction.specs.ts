/** What a trained model can be asked about. The keys are GraphQL's names. */
export enum PredictionInputKind {
  IMAGES = "IMAGES",
  ROWS = "ROWS",
  SERIES = "SERIES",
  TEXTS = "TEXTS",
  PASSAGES = "PASSAGES",
  BEGINNINGS = "BEGINNINGS",
  GRAPHS = "GRAPHS",
  SAMPLES = "SAMPLES",
}

/** Examples to predict from, of the one kind that the recipe takes. */
export interface PredictionInput {
  /** PNG or JPEG files in base64. */
  images?: string[] | null;
  /** Cells by the names of the columns; null, or a name that is not there, is a missing cell. */
  rows?: Record<string, unknown>[] | null;
  /** The newest values last; what follows them is predicted. */
  series?: SeriesInput | null;
  texts?: string[] | null;
  passages?: PassageInput[] | null;
  /** Texts to be written on. */
  beginnings?: BeginningsInput | null;
  graphs?: GraphInput[] | null;
  /** Pictures to be made of nothing but chance. */
  samples?: SamplesInput | null;
}

/** An undirected graph: no loops, and no edge twice. */
export interface GraphInput {
  /** Type of each node, "" where the graphs have none. */
  nodes: string[];
  edges: GraphEdgeInput[];
}

/** Places of two nodes in `GraphInput.nodes`, from 0. */
export interface GraphEdgeInput {
  from: number;
  to: number;
}

/** Which pictures to make, and how many. */
export interface SamplesInput {
  /** The class to make them of; null for each in turn, or for a model that was not told the classes. */
  label?: string | null;
  count: number;
  /** Of the dice: the same seed makes the same pictures, and more of them begin with the same. */
  seed: number;
}

/** A question, and where its answer is to be looked for. */
export interface PassageInput {
  passage: string;
  question: string;
}

/** How texts are to be written on. What is null or not given is as in the run's parameters. */
export interface BeginningsInput {
  texts: string[];
  /** Tokens to write after each. */
  length: number;
  temperature?: number | null;
  topK?: number | null;
  topP?: number | null;
  /** Of the dice: the same beginning is written on in the same way, whatever stands beside it. */
  seed: number;
}

export interface SeriesInput {
  values: number[];
  /** Date of the last value, e.g. `2015-12-31`. */
  until: string;
  /** How many values to predict. */
  steps: number;
}

/** Most examples of one request. */
export const EXAMPLES_MAX = 100;
/** Characters of one picture's base64, of one text or passage, and of one question. */
export const [IMAGE_MAX, TEXT_MAX, QUESTION_MAX] = [100_000, 20_000, 1_000];
/** Bytes of one picture, which make so many characters. */
export const IMAGE_BYTES_MAX = (IMAGE_MAX / 4) * 3;
/** Texts that are written on at once, their characters, and tokens that are written after each. */
export const [BEGINNINGS_MAX, BEGINNING_MAX, WRITTEN_MAX] = [10, 1_000, 1_000];
/** Known values of a series, and values to predict. */
export const [SERIES_MAX, STEPS_MAX] = [10_000, 100];
/** Nodes and edges of one graph. */
export const [NODES_MAX, EDGES_MAX] = [300, 5_000];
/** Characters of a node's type, and of a class. */
export const LABEL_MAX = 200;

/** The class of an example, and how sure the model is of each; the likeliest first. */
export interface ClassPrediction {
  readonly __typename: "ClassPrediction";
  label: string;
  probability: number;
  probabilities: { label: string; probability: number }[];
}

/** Values that follow a series, each from the true values before it and the predicted ones between. */
export interface SeriesPrediction {
  readonly __typename: "SeriesPrediction";
  unit: string;
  values: number[];
}

/** A part of a passage that may be the answer; all null but `probability` for: the passage has none. */
export interface AnswerCandidate {
  text: string | null;
  /** Characters of the passage before it, and before its end. */
  start: number | null;
  end: number | null;
  probability: number;
}

/** The likeliest answer to a question, and the likeliest few with it first. */
export interface AnswerPrediction extends AnswerCandidate {
  readonly __typename: "AnswerPrediction";
  candidates: AnswerCandidate[];
}

/** A text that a model has written. `score`: mean natural logarithm of the probability that the model gives each of its tokens. */
export interface TextPrediction {
  readonly __typename: "TextPrediction";
  text: string;
  score: number;
}

/** Numbers that say what an example is like. */
export interface FeaturesPrediction {
  readonly __typename: "FeaturesPrediction";
  features: number[];
}

/** A picture that a model has made. */
export interface ImagePrediction {
  readonly __typename: "ImagePrediction";
  /** A PNG file in base64. */
  image: string;
  /** Of its sides, in pixels. */
  size: number;
  /** The class that the model was told to make; null where it was told none. */
  label: string | null;
}

export type Prediction =
  ClassPrediction | SeriesPrediction | AnswerPrediction | TextPrediction | FeaturesPrediction | ImagePrediction;

/** A model as the artifact store has it: the id of its weights decides what it says. */
export interface ModelFile {
  recipe: string;
  parameters: Record<string, unknown>;
  /** safetensors, with what prediction needs besides the weights in its metadata. */
  file: Uint8Array;
}

/** A question to the thread that computes predictions. Without `model` it is answered only by a model that is warm. */
export interface InferenceQuestion {
  id: number;
  weightsId: string;
  input: PredictionInput;
  model?: ModelFile;
}

/** What the thread answers. */
export type InferenceAnswer = { id: number } & (
  | { type: "predicted"; predictions: Prediction[] }
  /** The model is not warm, and was not sent. */
  | { type: "cold" }
  /** The input is none that the model can take. */
  | { type: "invalid"; field: string; message: string }
  | { type: "refused"; code: "MODEL_TOO_LARGE" | "MODEL_WITHOUT_PREPARATION"; message: string }
  | { type: "failed"; message: string }
);
