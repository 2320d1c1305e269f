import { createUnionType, Field, Float, InputType, Int, ObjectType, registerEnumType } from "type-graphql";
import { Refusal } from "../../../graphql/refusal.types.js";
import { JsonObject } from "../../../graphql/scalars.js";
import { FieldFaultType } from "../runs/launch.types.js";
import { PredictionInputKind } from "./prediction.specs.js";

registerEnumType(PredictionInputKind, {
  name: "PredictionInputKind",
  description: "What a trained model can be asked about: the field of PredictionInput to fill.",
});

@InputType("SeriesInput", { description: "A series whose next values are to be predicted." })
export class SeriesInputType {
  @Field(() => [Float], {
    description: "1 to 10000 values without a gap, the newest last; the model says how many it needs.",
  })
  values!: number[];

  @Field(() => String, { description: "Date of the last value, e.g. 2015-12-31." })
  until!: string;

  @Field(() => Int, { defaultValue: 1, description: "How many values to predict, 1 to 100." })
  steps!: number;
}

@InputType("PassageInput", { description: "A question, and the passage to find its answer in." })
export class PassageInputType {
  @Field(() => String, { description: "1 to 20000 characters; long ones are read in windows that overlap." })
  passage!: string;

  @Field(() => String, { description: "1 to 1000 characters." })
  question!: string;
}

@InputType("BeginningsInput", {
  description: "Texts to be written on, and how. What is not given is as in the run's parameters.",
})
export class BeginningsInputType {
  @Field(() => [String], {
    description:
      "1 to 10 beginnings of at most 1000 characters; of a series, its changes as the model writes them, with blanks between.",
  })
  texts!: string[];

  @Field(() => Int, { defaultValue: 200, description: "How many tokens to write after each, 1 to 1000." })
  length!: number;

  @Field(() => Float, { nullable: true, description: "0.05 to 5: below 1 likely tokens become likelier still." })
  temperature?: number | null;

  @Field(() => Int, { nullable: true, description: "Draws from so many of the likeliest tokens; 0 from all." })
  topK?: number | null;

  @Field(() => Float, {
    nullable: true,
    description: "Draws from the likeliest tokens that together are so probable, 0.01 to 1.",
  })
  topP?: number | null;

  @Field(() => Int, { defaultValue: 42, description: "The same seed writes the same text after the same beginning." })
  seed!: number;
}

@InputType("GraphEdgeInput", { description: "Places of two nodes in GraphInput.nodes, counted from 0." })
export class GraphEdgeInputType {
  @Field(() => Int)
  from!: number;

  @Field(() => Int)
  to!: number;
}

@InputType("GraphInput", { description: "An undirected graph: no edge from a node to itself, and none twice." })
export class GraphInputType {
  @Field(() => [String], {
    description:
      "The type of each node, 1 to 300 of those that the model knows; empty texts where the graphs have none.",
  })
  nodes!: string[];

  @Field(() => [GraphEdgeInputType], { description: "At most 5000, in any direction and order." })
  edges!: GraphEdgeInputType[];
}

@InputType("SamplesInput", { description: "Pictures that a model is to make." })
export class SamplesInputType {
  @Field(() => String, {
    nullable: true,
    description:
      "The class to make pictures of. Without it a model that was told the classes makes each in turn; one that was not takes none.",
  })
  label?: string | null;

  @Field(() => Int, { defaultValue: 10, description: "How many, 1 to 100." })
  count!: number;

  @Field(() => Int, {
    defaultValue: 42,
    description: "The same seed makes the same pictures; a greater count goes on after those of a smaller one.",
  })
  seed!: number;
}

@InputType("PredictionInput", {
  description: "Examples of the one kind that the recipe's models take; see Recipe.predicts.",
})
export class PredictionInputType {
  @Field(() => [String], {
    nullable: true,
    description:
      "1 to 100 PNG or JPEG files in base64, each of at most 100000 characters and 1024 pixels a side. They are brought to the model's size, and made grey where it learnt from grey ones; digits are light on dark.",
  })
  images?: string[] | null;

  @Field(() => [JsonObject], {
    nullable: true,
    description: "1 to 100 rows of a table: cells by the names of its columns, null where one is missing.",
  })
  rows?: Record<string, unknown>[] | null;

  @Field(() => SeriesInputType, { nullable: true })
  series?: SeriesInputType | null;

  @Field(() => [String], { nullable: true, description: "1 to 100 texts of at most 20000 characters." })
  texts?: string[] | null;

  @Field(() => [PassageInputType], { nullable: true, description: "1 to 100 questions, each with its passage." })
  passages?: PassageInputType[] | null;

  @Field(() => BeginningsInputType, { nullable: true })
  beginnings?: BeginningsInputType | null;

  @Field(() => [GraphInputType], { nullable: true, description: "1 to 100 graphs." })
  graphs?: GraphInputType[] | null;

  @Field(() => SamplesInputType, { nullable: true })
  samples?: SamplesInputType | null;
}

@ObjectType("LabelProbability", { simpleResolvers: true })
export class LabelProbabilityType {
  @Field(() => String)
  label!: string;

  @Field(() => Float)
  probability!: number;
}

@ObjectType("ClassPrediction", { simpleResolvers: true, description: "The class that an example most likely has." })
export class ClassPredictionType {
  @Field(() => String)
  label!: string;

  @Field(() => Float, { description: "How sure the model is of it, from 0 to 1." })
  probability!: number;

  @Field(() => [LabelProbabilityType], { description: "Of every class, the likeliest first." })
  probabilities!: LabelProbabilityType[];
}

@ObjectType("SeriesPrediction", { simpleResolvers: true, description: "The values that follow a series." })
export class SeriesPredictionType {
  @Field(() => String)
  unit!: string;

  @Field(() => [Float], {
    description: "The first rests on the given values; each further one on the predicted ones before it as well.",
  })
  values!: number[];
}

@ObjectType("AnswerCandidate", {
  simpleResolvers: true,
  description: "A part of the passage that may be the answer. Without text: that the passage has no answer.",
})
export class AnswerCandidateType {
  @Field(() => String, { nullable: true })
  text!: string | null;

  @Field(() => Int, { nullable: true, description: "Characters of the passage before it." })
  start!: number | null;

  @Field(() => Int, { nullable: true, description: "Characters of the passage up to its end." })
  end!: number | null;

  @Field(() => Float, { description: "Its share among the 20 likeliest answers and no answer, from 0 to 1." })
  probability!: number;
}

@ObjectType("AnswerPrediction", {
  simpleResolvers: true,
  description: "The likeliest answer to a question. Without text: the passage has none.",
})
export class AnswerPredictionType extends AnswerCandidateType {
  @Field(() => [AnswerCandidateType], { description: "At most 5, the likeliest first." })
  candidates!: AnswerCandidateType[];
}

@ObjectType("TextPrediction", {
  simpleResolvers: true,
  description: "A text that a model has written: a translation, or what follows a beginning.",
})
export class TextPredictionType {
  @Field(() => String)
  text!: string;

  @Field(() => Float, {
    description:
      "Mean natural logarithm of the probability that the model gives each token, the end of a translation included: the nearer to 0, the surer it is.",
  })
  score!: number;
}

@ObjectType("FeaturesPrediction", { simpleResolvers: true, description: "Numbers that say what an example is like." })
export class FeaturesPredictionType {
  @Field(() => [Float], { description: "As many as the run's parameter features says, in the order of the model's." })
  features!: number[];
}

@ObjectType("ImagePrediction", {
  simpleResolvers: true,
  description: "A picture that a model has made: the one given without its noise, or a new one.",
})
export class ImagePredictionType {
  @Field(() => String, { description: "A grey PNG file in base64." })
  image!: string;

  @Field(() => Int, { description: "Of its sides, in pixels: the model's own." })
  size!: number;

  @Field(() => String, { nullable: true, description: "The class that it was made of; null where none was asked." })
  label!: string | null;
}

const typename = (value: object) => (value as { __typename: string }).__typename;

export const PredictionUnion = createUnionType({
  name: "Prediction",
  types: () =>
    [
      ClassPredictionType,
      SeriesPredictionType,
      AnswerPredictionType,
      TextPredictionType,
      FeaturesPredictionType,
      ImagePredictionType,
    ] as const,
  resolveType: typename,
});

@ObjectType("Predictions", { simpleResolvers: true, description: "What a model says of some examples." })
export class PredictionsType {
  @Field(() => [PredictionUnion], { description: "One for each example or sample, in their order." })
  predictions!: (typeof PredictionUnion)[];

  @Field(() => Boolean, {
    description: "Whether the model was ready before the question came: the first takes longer.",
  })
  warm!: boolean;
}

@ObjectType("NotPredictable", {
  implements: Refusal,
  simpleResolvers: true,
  description:
    "The run has no model that can be asked: RUN_NOT_SUCCEEDED, RECIPE_WITHOUT_PREDICTION, MODEL_GONE, MODEL_TOO_LARGE, MODEL_WITHOUT_PREPARATION or NOT_ONE_ENSEMBLE.",
})
export class NotPredictableType extends Refusal {}

@ObjectType("InvalidPredictionInput", {
  implements: Refusal,
  simpleResolvers: true,
  description: "The examples are none that the model can take. Nothing was predicted.",
})
export class InvalidPredictionInputType extends Refusal {
  @Field(() => [FieldFaultType])
  errors!: FieldFaultType[];
}

export const PredictResult = createUnionType({
  name: "PredictResult",
  types: () => [PredictionsType, NotPredictableType, InvalidPredictionInputType] as const,
  resolveType: typename,
});
