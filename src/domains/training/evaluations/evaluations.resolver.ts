import { FieldResolver, Resolver, Root } from "type-graphql";
import { Direction, directionOf } from "../series/metric-direction.js";
import { EvaluationFigureType } from "./evaluation.types.js";

@Resolver(() => EvaluationFigureType)
export class EvaluationFigureResolver {
  @FieldResolver(() => Direction, { nullable: true, description: "Which end is the good one, where the name tells." })
  direction(@Root() { name }: EvaluationFigureType) {
    return directionOf(name) ?? null;
  }
}
