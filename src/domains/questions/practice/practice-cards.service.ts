import type { EntityManager } from "@mikro-orm/postgresql";
import type { Clock } from "../../../kernel/clock.js";
import { InvalidInput } from "../../../kernel/errors.js";
import { parseGlobalId } from "../../../kernel/ids.js";
import { checkInput } from "../../../kernel/input.js";
import { allOf, type Reader } from "../../../kernel/read/reader.js";
import { Statement } from "../../../kernel/read/statement.js";
import type { Viewer } from "../../accounts/viewer.js";
import { PublicationStatus } from "../../content/content.specs.js";
import { questionView, type QuestionCriteria } from "../questions.views.js";
import type { QuestionSearch } from "../search/question-search.js";
import { PracticeCard } from "./practice-card.entity.js";
import { oneAtATime } from "./practice-changes.js";
import { PracticeFull } from "./practice.refusals.js";
import { CARDS_MAX, practiceChoice, STARTED_MAX } from "./practice.specs.js";
import { newMemory } from "./schedule.js";

/** Which questions to practise: these, or all that a search, a filter or both together find. */
export interface PracticeChoice {
  questionIds?: string[] | null;
  query?: string | null;
  filter?: Pick<QuestionCriteria, "category" | "tags" | "difficulty" | "kind"> | null;
}

/** What starting came to. */
export interface StartedPractice {
  added: number;
  alreadyThere: number;
}

/** Which questions a learner practises. */
export class PracticeCards {
  constructor(
    private readonly em: EntityManager,
    private readonly reader: Reader,
    private readonly search: QuestionSearch,
    private readonly clock: Clock,
  ) {}

  /**
   * Gives the learner a new card on each question that is chosen and has none yet, so that asking twice is asking once. A choice of over
   * 500 questions throws `InvalidInput` and starts none of them.
   */
  async start(
    viewer: Viewer,
    given: PracticeChoice,
  ): Promise<(StartedPractice & { __typename: string }) | PracticeFull> {
    const choice = checkInput(practiceChoice, given);
    const questions = choice.questionIds
      ? await this.named(choice.questionIds)
      : await this.found(viewer, { query: given.query, filter: given.filter });
    return oneAtATime(this.em, viewer, async (em) => {
      const cards = await em.find(PracticeCard, { userId: viewer.userId }, { fields: ["questionId"] });
      const there = new Set(cards.map(({ questionId }) => questionId));
      const missing = questions.filter((id) => !there.has(id));
      if (cards.length + missing.length > CARDS_MAX) return new PracticeFull(cards.length, missing.length);
      const now = this.clock.now();
      for (const questionId of missing)
        em.create(PracticeCard, { userId: viewer.userId, questionId, memory: newMemory(now) });
      const alreadyThere = questions.length - missing.length;
      return { __typename: "PracticeStarted", added: missing.length, alreadyThere };
    });
  }

  /** In the order in which they are named, each once. */
  private async named(ids: string[]): Promise<string[]> {
    const wanted = ids.map(parseGlobalId).map((parsed) => (parsed?.type === "Question" ? parsed.id : ""));
    const published = await this.reader.query<{ id: string }>(
      `select id from question where id = any($1::uuid[]) and status = '${PublicationStatus.PUBLISHED}'`,
      [wanted.filter(Boolean)],
    );
    const known = new Set(published.map(({ id }) => id));
    const stranger = wanted.findIndex((id) => !known.has(id));
    if (stranger >= 0) throw new InvalidInput(`input.questionIds.${stranger}`, "must be a published question.");
    return [...new Set(wanted)];
  }

  /** Oldest first. */
  private async found(viewer: Viewer, { query, filter }: PracticeChoice): Promise<string[]> {
    const published = { ...filter, status: PublicationStatus.PUBLISHED };
    const ids =
      query == null
        ? await this.filtered(viewer, published)
        : await this.search.ids(viewer, { query, filter: published }, STARTED_MAX + 1);
    if (ids.length <= STARTED_MAX) return ids;
    const field = query == null ? "input.filter" : "input.query";
    throw new InvalidInput(field, `finds more than ${STARTED_MAX} questions: narrow it down.`);
  }

  private async filtered(viewer: Viewer, criteria: QuestionCriteria): Promise<string[]> {
    const statement = new Statement();
    const condition = allOf(...questionView.conditions!(criteria, viewer))("q", statement);
    const rows = await this.reader.query<{ id: string }>(
      `select q.id from question q where ${condition} order by q.id limit ${STARTED_MAX + 1}`,
      statement.values,
    );
    return rows.map(({ id }) => id);
  }
}
