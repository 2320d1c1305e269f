import { Extensions, Field, Float, Int, ObjectType, registerEnumType } from "type-graphql";
import { localeType } from "../../../graphql/localized-text.types.js";
import { PART_OF_ROW } from "../../../graphql/limits.js";
import type { Locale } from "../../../kernel/localized.js";
import { KeyPointType } from "../key-point.types.js";
import { Coverage, THRESHOLDS } from "./answer-score.js";

registerEnumType(Coverage, {
  name: "KeyPointCoverage",
  description: "How far an answer goes into a key point.",
  valuesConfig: {
    COVERED: { description: `It holds terms of at least ${THRESHOLDS.covered * 100} % of the point's weight.` },
    PARTLY: { description: `It holds terms of at least ${THRESHOLDS.partly * 100} % of the point's weight.` },
    MISSED: { description: "It holds less." },
  },
});

@Extensions(PART_OF_ROW)
@ObjectType("TextStretch", {
  simpleResolvers: true,
  description: "A stretch of a text, in UTF-16 units as in JavaScript.",
})
export class TextStretchType {
  @Field(() => Int)
  start!: number;

  @Field(() => Int, { description: "Where it ends: the first unit that is not in it." })
  end!: number;
}

@Extensions(PART_OF_ROW)
@ObjectType("KeyPointTerm", { simpleResolvers: true, description: "What of a key point is looked for in an answer." })
export class KeyPointTermType {
  @Field(() => String, {
    description: "A word, which is found in all its forms, or two neighbouring characters of a Chinese word.",
  })
  term!: string;

  @Field(() => Float, { description: "The more, the fewer questions of the bank hold it." })
  weight!: number;

  @Field(() => Boolean)
  found!: boolean;
}

@Extensions(PART_OF_ROW)
@ObjectType("KeyPointScore", {
  simpleResolvers: true,
  description: "How far an answer goes into one key point, and why.",
})
export class KeyPointScoreType {
  @Field(() => KeyPointType)
  keyPoint!: KeyPointType;

  @Field(() => Coverage)
  coverage!: Coverage;

  @Field(() => Float, { description: "How much of the weight of its terms the answer holds, 0 to 1." })
  share!: number;

  @Field(localeType, {
    description: "The language in which the answer shows more of it: terms and share are of this one.",
  })
  locale!: Locale;

  @Field(() => [KeyPointTermType], { description: "At most 40; words of the question's title are left out." })
  terms!: KeyPointTermType[];

  @Field(() => [TextStretchType], {
    description: "Where they stand in the answer; of each term the first five places.",
  })
  matches!: TextStretchType[];
}

@Extensions(PART_OF_ROW)
@ObjectType("AnswerScore", {
  simpleResolvers: true,
  description:
    "How an answer does against the key points of its question. Words are compared, not understood: what is said of them, " +
    "even the opposite of what is right, makes no difference.",
})
export class AnswerScoreType {
  @Field(() => Float, {
    description: "0 to 1: the mean over the points; a covered one counts 1, one partly covered 0.5.",
  })
  score!: number;

  @Field(() => [KeyPointScoreType], { description: "In the question's order." })
  points!: KeyPointScoreType[];

  @Field(() => [TextStretchType], {
    description:
      "What stands in the question's own text, sixteen words or Chinese characters and more in a row: it counts for nothing.",
  })
  copied!: TextStretchType[];

  @Field(() => Boolean, {
    description:
      "Whether the answer strings terms of key points together with hardly a word between them. The score is not changed by it.",
  })
  listOfTerms!: boolean;
}
