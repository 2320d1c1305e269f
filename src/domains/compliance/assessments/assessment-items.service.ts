import { InvalidInput } from "../../../kernel/errors.js";
import { checkGiven, checkInput } from "../../../kernel/input.js";
import type { Viewer } from "../../accounts/viewer.js";
import { LogKind } from "../log/compliance-log.specs.js";
import { SecondPersonNeeded } from "./assessment.refusals.js";
import {
  EXCEPTION_DAYS_MAX,
  itemAnswer,
  itemChange,
  type ItemOutcome,
  ReviewDecision,
  said,
} from "./assessment.specs.js";
import { colleague, type AssessmentChanges, type Held } from "./assessment-changes.js";
import { AssessmentItem } from "./assessment-item.entity.js";

/** What is to change of an item; what is not given stays, and null takes away. */
export interface ItemChange {
  ownerId?: string | null;
  dueOn?: string | null;
  notes?: string | null;
}

/** An answer to an item. */
export interface GivenAnswer {
  outcome: ItemOutcome;
  answer: string;
  exceptionUntil?: string | null;
}

const DAY_MS = 86_400_000;
const comment = said(5_000);

/** Items of assessments: answered by one person, reviewed by another. */
export class AssessmentItemsService {
  constructor(private readonly changes: AssessmentChanges) {}

  /** Gives an item an owner, a date or notes. Throws `NotFound`, and `InvalidInput` for an owner from elsewhere. */
  update(viewer: Viewer, id: string, { notes, ...given }: ItemChange): Promise<void> {
    viewer.require("assessment:edit");
    const change = checkGiven(itemChange, { ...given, notes: notes ?? undefined });
    return this.held(viewer, id, async ({ em, row, record }) => {
      const { ownerId, dueOn } = change;
      if (ownerId !== undefined)
        row.ownerId = ownerId === null ? null : await colleague(em, viewer, ownerId, "input.ownerId");
      if (dueOn !== undefined) Object.assign(row, { dueOn, reminded: 0 });
      if (change.notes !== undefined) row.notes = change.notes;
      await record(LogKind.ITEM_CHANGED, change);
    });
  }

  /** Answers an item, or answers it anew before its review. Throws `Conflict` for one that is signed off. */
  answer(viewer: Viewer, id: string, given: GivenAnswer): Promise<void> {
    viewer.require("assessment:edit");
    const answer = checkInput(itemAnswer, given);
    if (answer.exceptionUntil !== undefined) requireSoon(answer.exceptionUntil);
    return this.held(viewer, id, async ({ row, record }) => {
      row.respond(viewer.userId, answer);
      await record(LogKind.ITEM_ANSWERED, answer);
    });
  }

  /**
   * Signs an answer off, or returns it with a comment. Whoever answered gets `SecondPersonNeeded`; throws `Conflict` where there is
   * nothing to review.
   */
  review(
    viewer: Viewer,
    id: string,
    { decision, comment: given }: { decision: ReviewDecision; comment?: string | null },
  ): Promise<SecondPersonNeeded | undefined> {
    viewer.require("assessment:review");
    const why = given == null ? null : checkInput(comment, given, "input.comment");
    if (decision === ReviewDecision.RETURN && why === null)
      throw new InvalidInput("input.comment", "is needed to return an answer: it says what is missing.");
    return this.held(viewer, id, async ({ row, record }) => {
      if (row.answeredBy === viewer.userId) return new SecondPersonNeeded();
      const { outcome } = row;
      if (decision === ReviewDecision.SIGN_OFF) row.signOff(viewer.userId, why);
      else row.giveBack(viewer.userId, why!);
      const kind = decision === ReviewDecision.SIGN_OFF ? LogKind.ITEM_SIGNED_OFF : LogKind.ITEM_RETURNED;
      await record(kind, { outcome, comment: why });
      return undefined;
    });
  }

  /** Opens an item again that is signed off. The answer stays readable until there is another. */
  reopen(viewer: Viewer, id: string, given: string): Promise<void> {
    viewer.require("assessment:review");
    const reason = checkInput(comment, given, "input.reason");
    return this.held(viewer, id, async ({ row, record }) => {
      row.reopen();
      await record(LogKind.ITEM_REOPENED, { reason });
    });
  }

  private held<T>(viewer: Viewer, id: string, work: (held: Held<AssessmentItem>) => Promise<T>): Promise<T> {
    return this.changes.change(viewer, AssessmentItem, "AssessmentItem", id, work);
  }
}

function requireSoon(until: string): void {
  const days = (Date.parse(until) - Date.now()) / DAY_MS;
  if (days < 0 || days > EXCEPTION_DAYS_MAX)
    throw new InvalidInput("input.exceptionUntil", `must be a day to come, within ${EXCEPTION_DAYS_MAX} days.`);
}
