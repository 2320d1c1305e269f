import { Arg, Extensions, ID, Int, Resolver, Root, Subscription } from "type-graphql";
import type { Context } from "../../../context.js";
import { rowsAbout } from "../../../graphql/limits.js";
import { numberedBySeq, resumeAfter } from "../../../graphql/subscriptions/numbered-events.js";
import { rowId } from "../../../kernel/ids.js";
import type { Row } from "../../../kernel/read/reader.js";
import { RUNS_MAX } from "./run-board.js";
import type { RunCriteria } from "./run-criteria.js";
import type { RunEvent } from "./run.events.js";
import { RunEventType } from "./run-event.types.js";
import { RunFilter } from "./run-filter.types.js";
import { RunType } from "./run.types.js";

/** What clients follow: one run's events, or what becomes of many runs. */
@Resolver()
export class RunStreamsResolver {
  @Extensions(numberedBySeq("after", "minIntervalMs"))
  @Subscription(() => RunEventType, {
    description:
      "Everything that happens to a run: first what has happened after the event `after`, then what happens, as it does. Completes when the run has ended. As server-sent events, each bears its `seq` as its id, and a `Last-Event-ID` header goes before `after`.",
    subscribe: ({ args, context }) => {
      const { viewer, runs, lastEventId } = context as Context;
      const { runId, after, minIntervalMs } = args as {
        runId: string;
        after: number | null;
        minIntervalMs: number | null;
      };
      return runs.follow(viewer, rowId("TrainingRun", runId), {
        after: resumeAfter(after, { lastEventId }),
        minIntervalMs: minIntervalMs ?? 0,
      });
    },
  })
  trainingRunEvents(
    @Root() event: RunEvent,
    @Arg("runId", () => ID) _runId: string,
    @Arg("after", () => Int, { nullable: true, defaultValue: 0 }) _after: number,
    @Arg("minIntervalMs", () => Int, {
      nullable: true,
      defaultValue: 0,
      description:
        "0 to 60000. Of metrics with the same names only the newest in each interval come; sooner before an event of another kind, so that the order stays. Nothing else is left out.",
    })
    _minIntervalMs: number,
  ): RunEvent {
    return event;
  }

  @Extensions(rowsAbout(RUNS_MAX))
  @Subscription(() => [RunType], {
    description:
      "Runs of your organisation, for dashboards: first those that have not ended, newest first, then whichever changed, as they are now; at most 100 in a message, the others follow in the next. A run that no longer meets the filter comes once more. Says what is, not all that was: follow a run's events for that.",
    subscribe: ({ args, context, info }) => {
      const { viewer, boards, shareKey } = context as Context;
      const { filter, maxPerSecond } = args as { filter: RunCriteria | null; maxPerSecond: number | null };
      return boards.watch(viewer, { filter: filter ?? {}, maxPerSecond: maxPerSecond ?? 4, shareKey }, info);
    },
  })
  trainingRunsChanged(
    @Root() runs: Row[],
    @Arg("filter", () => RunFilter, { nullable: true }) _filter: RunFilter | null,
    @Arg("maxPerSecond", () => Int, {
      nullable: true,
      defaultValue: 4,
      description: "1 to 20. What changes faster comes in one message.",
    })
    _maxPerSecond: number,
  ): Row[] {
    return runs;
  }
}
