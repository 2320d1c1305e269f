import {
  Arg,
  Ctx,
  Extensions,
  Field,
  FieldResolver,
  InputType,
  ObjectType,
  registerEnumType,
  Resolver,
  Root,
} from "type-graphql";
import type { Localized, Locale } from "../kernel/localized.js";
import { PART_OF_ROW } from "./limits.js";
import type { RequestLocale } from "./request.js";

/** GraphQL's names of the product's languages. */
enum LocaleName {
  ZH = "zh",
  EN = "en",
}
registerEnumType(LocaleName, { name: "Locale", description: "A language of the product." });

/** The type of a field or argument that names a language. */
export const localeType = () => LocaleName;

@Extensions(PART_OF_ROW)
@ObjectType("LocalizedText", { simpleResolvers: true, description: "A text in both languages of the product." })
export class LocalizedText implements Localized {
  @Field(() => String, { description: "In Chinese." })
  zh!: string;

  @Field(() => String, { description: "In English." })
  en!: string;
}

@InputType("LocalizedTextInput", { description: "A text in both languages; neither may be empty." })
export class LocalizedTextInput implements Localized {
  @Field(() => String, { description: "In Chinese." })
  zh!: string;

  @Field(() => String, { description: "In English." })
  en!: string;
}

@Resolver(() => LocalizedText)
export class LocalizedTextResolver {
  @FieldResolver(() => String, {
    description: "In one language: the argument's, or the best for the request's Accept-Language.",
  })
  text(
    @Root() text: LocalizedText,
    @Ctx() { locale }: RequestLocale,
    @Arg("locale", localeType, { nullable: true, description: "Takes precedence over Accept-Language." })
    wanted?: Locale,
  ): string {
    return text[wanted ?? locale];
  }
}
