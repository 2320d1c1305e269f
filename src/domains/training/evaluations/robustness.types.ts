import { Extensions, Field, Float, Int, ObjectType, registerEnumType } from "type-graphql";
import { PART_OF_ROW, rowsAbout } from "../../../graphql/limits.js";
import { EvaluatedCheckpoint, PerturbationKind, STRENGTHS_MAX } from "./evaluation.specs.js";

registerEnumType(EvaluatedCheckpoint, {
  name: "EvaluatedCheckpoint",
  description: "Which of a run's weights are judged.",
  valuesConfig: {
    FINAL: { description: "Those that it has ended with; of early stopping, the best." },
    BEST: { description: "Those of the best validation loss." },
    NEWEST: { description: "Those of its newest checkpoint, also while it trains." },
    STEP: { description: "Those of the checkpoint at a step." },
  },
});

registerEnumType(PerturbationKind, {
  name: "PerturbationKind",
  description: "How pictures are made harder.",
  valuesConfig: {
    NOISE: { description: "Gaussian noise, by its standard deviation in brightness from 0 to 1." },
    ROTATION: { description: "Turned anticlockwise, by degrees." },
    FGSM: {
      description: "The fast gradient sign method, by its ε in brightness: the worst small change of every pixel.",
    },
  },
});

@Extensions(PART_OF_ROW)
@ObjectType("RobustnessPoint", { simpleResolvers: true, description: "How many rows are right at one strength." })
export class RobustnessPointType {
  @Field(() => Float, { description: "0 is the test part as it is." })
  strength!: number;

  @Field(() => Float)
  accuracy!: number;

  @Field(() => Float, { description: "Lower end of the 95% Wilson interval." })
  low!: number;

  @Field(() => Float, { description: "Upper end of that interval." })
  high!: number;

  @Field(() => Int)
  rows!: number;
}

@Extensions(PART_OF_ROW)
@ObjectType("RobustnessCurve", { simpleResolvers: true, description: "How a classifier stands a perturbation." })
export class RobustnessCurveType {
  @Field(() => PerturbationKind)
  kind!: PerturbationKind;

  @Extensions(rowsAbout(STRENGTHS_MAX + 1))
  @Field(() => [RobustnessPointType], { description: "By rising strength, 0 among them." })
  points!: RobustnessPointType[];
}
