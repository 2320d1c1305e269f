import { Arg, Ctx, Extensions, FieldResolver, Int, Resolver, Root } from "type-graphql";
import type { Context } from "../../../context.js";
import { NOT_IN_LISTS } from "../../../graphql/limits.js";
import { LocalizedText } from "../../../graphql/localized-text.types.js";
import { LogLevel, LogLineType, WarningRaisedType } from "./run-event.types.js";
import { WARNING_ADVICE } from "./run-warnings.js";
import { RunType } from "./run.types.js";

@Resolver(() => RunType)
export class RunLogResolver {
  @Extensions(NOT_IN_LISTS)
  @FieldResolver(() => [LogLineType], {
    description:
      "What the run and its process have written, in order. Of a flood of lines the rest is left out and counted.",
  })
  logs(
    @Root() { _id }: { _id: string },
    @Arg("after", () => Int, { defaultValue: 0, description: "Only lines after this event's number." }) after: number,
    @Arg("first", () => Int, { defaultValue: 100, description: "1 to 500." }) first: number,
    @Arg("level", () => LogLevel, { defaultValue: LogLevel.DEBUG, description: "This level and above." })
    level: LogLevel,
    @Ctx() { runLog }: Context,
  ) {
    return runLog.lines(_id, { after, first, level });
  }

  @Extensions(NOT_IN_LISTS)
  @FieldResolver(() => [WarningRaisedType], { description: "What it was warned of, in order." })
  warnings(
    @Root() { _id }: { _id: string },
    @Arg("first", () => Int, { defaultValue: 20, description: "1 to 100." }) first: number,
    @Ctx() { runLog }: Context,
  ) {
    return runLog.warnings(_id, first);
  }
}

@Resolver(() => WarningRaisedType)
export class WarningRaisedResolver {
  @FieldResolver(() => LocalizedText, { description: "What to try." })
  advice(@Root() { code }: WarningRaisedType) {
    return WARNING_ADVICE[code];
  }
}
