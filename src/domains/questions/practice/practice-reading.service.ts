import type { GraphQLResolveInfo } from "graphql";
import type { Clock } from "../../../kernel/clock.js";
import { checkInput } from "../../../kernel/input.js";
import type { PageArguments } from "../../../kernel/paging.js";
import type { NodeReaders } from "../../../kernel/read/nodes.js";
import {
  allOf,
  byCreation,
  has,
  hasId,
  newestFirst,
  type Condition,
  type Connection,
  type Order,
  type Reader,
  type Row,
} from "../../../kernel/read/reader.js";
import type { Shape } from "../../../kernel/read/shape.js";
import type { Viewer } from "../../accounts/viewer.js";
import type { PracticeSettingsService } from "./practice-settings.service.js";
import { practiceCardShape, practiceReviewShape, questionNoteShape } from "./practice.shapes.js";
import { PracticeState, retentionDays } from "./practice.specs.js";
import { startOfDay } from "./schedule.js";

/** How much a learner remembered. */
export interface Retention {
  /** Share of `reviews`; null without any. */
  retention: number | null;
  reviews: number;
}

const soonestFirst: Order = {
  by: [{ sql: (row) => `${row}.due_ms`, type: "bigint" }, ...byCreation.by],
  descending: false,
};
const DAY = 86_400_000;

/** What a person sees of their practice: their own, whoever else they are. */
export class PracticeReading {
  readonly nodes: NodeReaders<Viewer>;

  constructor(
    private readonly reader: Reader,
    private readonly settings: PracticeSettingsService,
    private readonly clock: Clock,
  ) {
    const node = (shape: Shape) => ({
      read: (viewer: Viewer, id: string, info: GraphQLResolveInfo) =>
        this.reader.one(shape, allOf(hasId(id), own(viewer)), info),
    });
    this.nodes = {
      PracticeCard: node(practiceCardShape),
      PracticeReview: node(practiceReviewShape),
      QuestionNote: node(questionNoteShape),
    };
  }

  /** One object of a type by its row id, or null. */
  find(viewer: Viewer, type: string, id: string, info: GraphQLResolveInfo): Promise<Row | null> | Row | null {
    return this.nodes[type].read(viewer, id, info);
  }

  /** What is due now, the longest overdue first; of new cards as many as are left for today. Two statements. */
  async due(viewer: Viewer, page: PageArguments, info: GraphQLResolveInfo): Promise<Connection> {
    const { newCardsPerDay, dayStartsAtHour } = await this.settings.of(viewer);
    const now = this.clock.now();
    const wanted = anyOf(
      (card, statement) => `${card}.state <> '${PracticeState.NEW}' and ${card}.due_ms <= ${statement.value(now)}`,
      newToday(viewer, newCardsPerDay, startOfDay(now, dayStartsAtHour)),
    );
    return this.reader.page(practiceCardShape, allOf(own(viewer), published, wanted), soonestFirst, page, info);
  }

  /** All cards whose question is still published, the next to come first. */
  cards(
    viewer: Viewer,
    state: PracticeState | null | undefined,
    page: PageArguments,
    info: GraphQLResolveInfo,
  ): Promise<Connection> {
    const wanted = allOf(own(viewer), published, has("state", state));
    return this.reader.page(practiceCardShape, wanted, soonestFirst, page, info);
  }

  /** Every review, the newest first, undone ones with the rest. */
  reviews(viewer: Viewer, page: PageArguments, info: GraphQLResolveInfo): Promise<Connection> {
    return this.reader.page(practiceReviewShape, own(viewer), newestFirst, page, info);
  }

  notes(
    viewer: Viewer,
    flagged: boolean | null | undefined,
    page: PageArguments,
    info: GraphQLResolveInfo,
  ): Promise<Connection> {
    return this.reader.page(questionNoteShape, allOf(own(viewer), has("flagged", flagged)), newestFirst, page, info);
  }

  /** The viewer's note of a question, or null. */
  note(viewer: Viewer, questionId: string, info: GraphQLResolveInfo): Promise<Row | null> {
    return this.reader.one(questionNoteShape, allOf(own(viewer), has("question_id", questionId)), info);
  }

  /**
   * The share of reviews of the last `days` times 24 hours that were not rated AGAIN, among cards that had been learnt (state REVIEW):
   * the steps within a day on which a card is new or forgotten say nothing of memory. Undone reviews do not count.
   */
  async retention(viewer: Viewer, days: number): Promise<Retention> {
    const since = new Date(this.clock.now() - checkInput(retentionDays, days, "days") * DAY);
    const [{ reviews, remembered }] = await this.reader.query<{ reviews: number; remembered: number }>(
      `select count(*)::int as reviews, count(*) filter (where rating <> 'AGAIN')::int as remembered
       from practice_review where user_id = $1 and reviewed_at >= $2 and undone_at is null and before->>'state' = 'REVIEW'`,
      [viewer.userId, since],
    );
    return { retention: reviews === 0 ? null : remembered / reviews, reviews };
  }
}

function own(viewer: Viewer): Condition {
  return (row, statement) => `${row}.user_id = ${statement.value(viewer.userId)}`;
}

const published: Condition = (row) =>
  `exists (select from question q where q.id = ${row}.question_id and q.status = 'PUBLISHED')`;

function anyOf(...conditions: Condition[]): Condition {
  return (row, statement) => conditions.map((condition) => `(${condition(row, statement)})`).join(" or ");
}

/** The first new cards, as many as `max` leaves after those that were first reviewed since the day began. */
function newToday(viewer: Viewer, max: number, since: number): Condition {
  return (row, statement) => {
    const user = statement.value(viewer.userId);
    const introduced = `select count(*) from practice_card i where i.user_id = ${user} and i.introduced_ms >= ${statement.value(since)}`;
    return `${row}.id in (
      select n.id from practice_card n where n.user_id = ${user} and n.state = '${PracticeState.NEW}' and ${published("n", statement)}
      order by n.due_ms, n.id limit greatest(0, ${statement.value(max)}::bigint - (${introduced})))`;
  };
}
