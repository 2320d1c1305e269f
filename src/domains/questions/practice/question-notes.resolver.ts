import type { GraphQLResolveInfo } from "graphql";
import { Arg, Args, Ctx, ID, Info, Mutation, Query, Resolver } from "type-graphql";
import type { Context } from "../../../context.js";
import { rowId } from "../../../kernel/ids.js";
import { NoteQuestionInput, QuestionNotesArgs } from "./practice.inputs.js";
import { QuestionNoteConnection, QuestionNoteType } from "./practice.types.js";

@Resolver()
export class QuestionNotesResolver {
  @Query(() => QuestionNoteConnection, { description: "What you have noted of questions, the newest note first." })
  questionNotes(
    @Args(() => QuestionNotesArgs) { flagged, ...page }: QuestionNotesArgs,
    @Ctx() { viewer, practiceReading }: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    return practiceReading.notes(viewer, flagged, page, info);
  }

  @Query(() => QuestionNoteType, { nullable: true, description: "What you have noted of a question, or null." })
  questionNote(
    @Arg("questionId", () => ID) questionId: string,
    @Ctx() { viewer, practiceReading }: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    return practiceReading.note(viewer, rowId("Question", questionId), info);
  }

  @Mutation(() => QuestionNoteType, { description: "Flags a question for yourself, or notes something of it." })
  async noteQuestion(
    @Arg("questionId", () => ID) questionId: string,
    @Arg("input", () => NoteQuestionInput) input: NoteQuestionInput,
    @Ctx() { viewer, questionNotes, practiceReading }: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    const note = await questionNotes.note(viewer, rowId("Question", questionId), input);
    return practiceReading.find(viewer, "QuestionNote", note, info);
  }
}
