import { createUnionType, Field, Float, Int, ObjectType } from "type-graphql";
import { Refusal } from "../../../graphql/refusal.types.js";
import { FieldFaultType } from "../runs/launch.types.js";

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
