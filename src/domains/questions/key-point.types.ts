import { Arg, Ctx, Extensions, Field, FieldResolver, InputType, ObjectType, Resolver, Root } from "type-graphql";
import { LocalizedTextInput, localeType } from "../../graphql/localized-text.types.js";
import { PART_OF_ROW } from "../../graphql/limits.js";
import type { RequestLocale } from "../../graphql/request.js";
import type { Locale } from "../../kernel/localized.js";
import type { KeyPoint } from "./question.specs.js";

@Extensions(PART_OF_ROW)
@ObjectType("KeyPoint", { simpleResolvers: true, description: "One point that a good answer covers." })
export class KeyPointType implements KeyPoint {
  @Field(() => String, { description: "Stays with the point however it is worded; unique within its question." })
  id!: string;

  @Field(() => String, { description: "In Chinese." })
  zh!: string;

  @Field(() => String, { description: "In English." })
  en!: string;
}

@InputType("KeyPointInput")
export class KeyPointInput extends LocalizedTextInput {
  @Field(() => String, {
    nullable: true,
    description:
      "Of a point that is there already. Without one it is known by its text in either language, else it is new.",
  })
  id?: string;
}

@Resolver(() => KeyPointType)
export class KeyPointResolver {
  @FieldResolver(() => String, {
    description: "In one language: the argument's, or the best for the request's Accept-Language.",
  })
  text(
    @Root() point: KeyPointType,
    @Ctx() { locale }: RequestLocale,
    @Arg("locale", localeType, { nullable: true, description: "Takes precedence over Accept-Language." })
    wanted?: Locale,
  ): string {
    return point[wanted ?? locale];
  }
}
