import { NotFound } from "../../../kernel/errors.js";
import { globalId } from "../../../kernel/ids.js";
import type { Reader } from "../../../kernel/read/reader.js";
import { ComplianceDeadline } from "../deadlines/compliance-deadline.entity.js";
import { LogKind } from "../log/compliance-log.specs.js";
import { ItemStatus } from "./assessment.specs.js";
import type { AssessmentChanges } from "./assessment-changes.js";
import { AssessmentItem } from "./assessment-item.entity.js";

/** Most rows of a kind that one upkeep takes; the next takes the others. */
const BATCH = 200;
/** How long before its day an item's owner is reminded. */
const ITEM_LEAD_DAYS = 7;

/** A row that is due: `stage` 1 soon, 2 over. */
interface Due {
  id: string;
  stage: 1 | 2;
}

/** What time does to assessments: exceptions end, and what is due is reminded of. For workers; safe to repeat, and by several at once. */
export class AssessmentUpkeep {
  constructor(
    private readonly reader: Reader,
    private readonly changes: AssessmentChanges,
  ) {}

  /** Opens items again whose exception has ended, and records a reminder for what is soon due and once more for what is overdue. */
  async run(): Promise<void> {
    for (const { id } of await this.reader.query<{ id: string }>(ENDED_EXCEPTIONS, [])) await this.endException(id);
    for (const due of await this.reader.query<Due & Record<string, unknown>>(DUE_ITEMS, [ITEM_LEAD_DAYS]))
      await this.remindOfItem(due);
    for (const due of await this.reader.query<Due & Record<string, unknown>>(DUE_DEADLINES, []))
      await this.remindOfDeadline(due);
  }

  private endException(id: string): Promise<void> {
    return this.gently(() =>
      this.changes.change(null, AssessmentItem, "AssessmentItem", id, async ({ row, record }) => {
        const { exceptionUntil } = row;
        if (row.status !== ItemStatus.SIGNED_OFF || !exceptionUntil || exceptionUntil >= today()) return;
        row.reopen();
        await record(LogKind.ITEM_REOPENED, { reason: `The exception ended on ${exceptionUntil}.` });
      }),
    );
  }

  private remindOfItem({ id, stage }: Due): Promise<void> {
    return this.gently(() =>
      this.changes.change(null, AssessmentItem, "AssessmentItem", id, async ({ row, record }) => {
        if (row.reminded >= stage || row.status === ItemStatus.SIGNED_OFF) return;
        row.reminded = stage;
        const owner = row.ownerId && globalId("Author", row.ownerId);
        await record(LogKind.REMINDER, { overdue: stage === 2, dueOn: row.dueOn, owner });
      }),
    );
  }

  private remindOfDeadline({ id, stage }: Due): Promise<void> {
    return this.gently(() =>
      this.changes.change(null, ComplianceDeadline, "ComplianceDeadline", id, async ({ row, record }) => {
        if (row.reminded >= stage || row.metAt) return;
        row.reminded = stage;
        await record(LogKind.REMINDER, { overdue: stage === 2, dueAt: row.dueAt, duty: row.duty });
      }),
    );
  }

  /** What has gone in between needs nothing any more. */
  private async gently(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (!(error instanceof NotFound)) throw error;
    }
  }
}

function today(): string {
  return new Date().toISOString().slice(0, 10);
}

/** Days are those of UTC: an exception holds through its last day. */
const ENDED_EXCEPTIONS = `
  select id from assessment_item where status = 'SIGNED_OFF' and exception_until < (now() at time zone 'UTC')::date
  order by exception_until limit ${BATCH}`;

const DUE_ITEMS = `
  select id, stage from (
    select id, due_on, reminded, case when due_on < (now() at time zone 'UTC')::date then 2 else 1 end as stage
    from assessment_item
    where status <> 'SIGNED_OFF' and applicability <> 'DOES_NOT_APPLY' and reminded < 2
      and due_on <= (now() at time zone 'UTC')::date + $1::int
  ) due where reminded < stage order by due_on limit ${BATCH}`;

/** Half of the period is left, or none. */
const DUE_DEADLINES = `
  select id, stage from (
    select id, due_at, reminded, case when due_at < now() then 2 else 1 end as stage from compliance_deadline
    where met_at is null and reminded < 2 and now() >= started_at + (due_at - started_at) / 2
  ) due where reminded < stage order by due_at limit ${BATCH}`;
