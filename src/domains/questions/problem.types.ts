import { Arg, Extensions, Field, FieldResolver, InputType, Int, ObjectType, Resolver, Root } from "type-graphql";
import { PART_OF_ROW } from "../../graphql/limits.js";
import { LocalizedText, LocalizedTextInput } from "../../graphql/localized-text.types.js";
import { JsonObject } from "../../graphql/scalars.js";
import { InvalidInput } from "../../kernel/errors.js";
import { Preset } from "../training/recipes/recipe.specs.js";
import type { CodingProblem } from "./question.specs.js";

@Extensions(PART_OF_ROW)
@ObjectType("ProblemRun", {
  simpleResolvers: true,
  description: "What to hand to launchTrainingRun to see the problem solved.",
})
export class ProblemRunType {
  @Field(() => String, { description: "Id of a recipe." })
  recipe!: string;

  @Field(() => Preset)
  preset!: Preset;

  @Field(() => JsonObject, { description: "Beyond those of the preset." })
  parameters!: object;
}

@Extensions(PART_OF_ROW)
@ObjectType("CodingProblem", {
  simpleResolvers: true,
  description: "What a coding problem has beside the question; its approach is the answer's explanation.",
})
export class CodingProblemType {
  @Field(() => LocalizedText, { description: "What to build and what counts as solved, as Markdown." })
  statement!: LocalizedText;

  @Field(() => LocalizedText, { description: "What a solution costs in time and memory, as Markdown." })
  complexity!: LocalizedText;

  @Field(() => [LocalizedText], { description: "What to look at in the run." })
  lookAt!: LocalizedText[];

  @Field(() => ProblemRunType)
  run!: ProblemRunType;
}

@InputType("ProblemRunInput")
class ProblemRunInput {
  @Field(() => String)
  recipe!: string;

  @Field(() => Preset)
  preset!: Preset;

  @Field(() => JsonObject, { nullable: true, description: "Beyond those of the preset." })
  parameters?: Record<string, unknown>;
}

@InputType("CodingProblemInput")
export class CodingProblemInput {
  @Field(() => LocalizedTextInput)
  statement!: LocalizedTextInput;

  @Field(() => [LocalizedTextInput], { description: "1 to 10, each giving away more than the one before." })
  hints!: LocalizedTextInput[];

  @Field(() => LocalizedTextInput)
  complexity!: LocalizedTextInput;

  @Field(() => [LocalizedTextInput])
  lookAt!: LocalizedTextInput[];

  @Field(() => ProblemRunInput)
  run!: ProblemRunInput;
}

/** Hints leave the house one at a time, to whoever asks for the next. */
@Resolver(() => CodingProblemType)
export class CodingProblemResolver {
  @FieldResolver(() => Int)
  hintCount(@Root() { hints }: CodingProblem): number {
    return hints.length;
  }

  @FieldResolver(() => LocalizedText, { description: "One hint; the first gives away least." })
  hint(
    @Root() { hints }: CodingProblem,
    @Arg("number", () => Int, { description: "From 1 to hintCount." }) number: number,
  ): LocalizedText {
    const hint = hints[number - 1];
    if (!hint) throw new InvalidInput("hint.number", `must be from 1 to ${hints.length}, not ${number}.`);
    return hint;
  }
}
