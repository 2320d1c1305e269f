import type { GraphQLResolveInfo } from "graphql";
import { Arg, Args, Ctx, FieldResolver, ID, Info, Int, Mutation, Query, Resolver, Root } from "type-graphql";
import type { Context } from "../../context.js";
import { loadedList } from "../../graphql/loaded-list.js";
import { ContentRevisionType } from "../content/content.types.js";
import { CreateQuestionInput, UpdateQuestionInput } from "./question.inputs.js";
import { QuestionSearchConnection, SearchQuestionsArgs } from "./search/question-search.types.js";
import { AnswerType, QuestionConnection, QuestionsArgs, QuestionType } from "./questions.types.js";

@Resolver(() => QuestionType)
export class QuestionsResolver {
  @Query(() => QuestionConnection, { description: "The question bank, oldest first." })
  questions(
    @Args(() => QuestionsArgs) { filter, ...page }: QuestionsArgs,
    @Ctx() { viewer, questions }: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    return questions.bank.list(viewer, filter ?? {}, page, info);
  }

  @Query(() => QuestionSearchConnection, {
    description: "Searches the bank in Chinese and English at once, the best first. Slips of the keys are forgiven.",
  })
  searchQuestions(
    @Args(() => SearchQuestionsArgs) { query, filter, locale, ...page }: SearchQuestionsArgs,
    @Ctx() { viewer, questions }: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    return questions.search.page(viewer, { query, filter: filter ?? {}, locale }, page, info);
  }

  @Query(() => QuestionType, { nullable: true, description: "One question, or null." })
  question(
    @Arg("slug", () => String) slug: string,
    @Ctx() { viewer, questions }: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    return questions.bank.readBySlug(viewer, slug, info);
  }

  @Mutation(() => QuestionType, { description: "Adds a question. For administrators." })
  createQuestion(
    @Arg("input", () => CreateQuestionInput) input: CreateQuestionInput,
    @Ctx() { viewer, questions }: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    return questions.bank.create(viewer, input, info);
  }

  @Mutation(() => QuestionType, { description: "Changes a question. For administrators." })
  updateQuestion(
    @Arg("input", () => UpdateQuestionInput) input: UpdateQuestionInput,
    @Ctx() { viewer, questions }: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    return questions.bank.update(viewer, input, info);
  }

  @Mutation(() => QuestionType, {
    description: "Takes a question out of the bank; its history stays. For administrators.",
  })
  archiveQuestion(
    @Arg("id", () => ID) id: string,
    @Ctx() { viewer, questions }: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    return questions.bank.archive(viewer, id, info);
  }

  @FieldResolver(() => [AnswerType], { description: "The best first, at most 20." })
  answers(
    @Root() question: object,
    @Info() info: GraphQLResolveInfo,
    @Arg("first", () => Int, { defaultValue: 3 }) _first: number,
  ) {
    return loadedList<AnswerType>(question, info);
  }

  @FieldResolver(() => [ContentRevisionType], {
    description: "What it said before, drafts included; the newest first, at most 100. For administrators.",
  })
  revisions(
    @Root() question: object,
    @Info() info: GraphQLResolveInfo,
    @Arg("first", () => Int, { defaultValue: 10 }) _first: number,
    @Ctx() { viewer }: Context,
  ) {
    viewer.require("content:edit");
    return loadedList<ContentRevisionType>(question, info);
  }
}
