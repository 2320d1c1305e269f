import { globalId } from "../../../kernel/ids.js";
import { checkInput } from "../../../kernel/input.js";
import { NotFound } from "../../../kernel/errors.js";
import type { Reader } from "../../../kernel/read/reader.js";
import type { Viewer } from "../../accounts/viewer.js";
import type { AssessmentChanges } from "../assessments/assessment-changes.js";
import { reopenSignedOff } from "../evidence/evidence.service.js";
import { LogKind } from "../log/compliance-log.specs.js";
import { newCheck, type NewCheck } from "./check.specs.js";
import { ComplianceCheck } from "./compliance-check.entity.js";

/** A run held against a condition for the first time. */
interface Finding {
  checkId: string;
  itemId: string;
  runId: string;
  value: number;
  passed: boolean;
  [column: string]: unknown;
}

/** Conditions that items set for training runs, and what runs say to them. Training knows nothing of it. */
export class ChecksService {
  constructor(
    private readonly reader: Reader,
    private readonly changes: AssessmentChanges,
  ) {}

  /** Sets a condition, returns its row id, and holds the newest run against it that there is. Throws `NotFound`, `InvalidInput`. */
  async define(
    viewer: Viewer,
    itemId: string,
    given: { [Key in keyof NewCheck]?: NewCheck[Key] | null },
    idempotencyKey?: string | null,
  ): Promise<string> {
    viewer.require("assessment:edit");
    const condition = checkInput(newCheck, given);
    const [item] = await this.reader.query<{ assessmentId: string }>(
      `select assessment_id as "assessmentId" from assessment_item where id = $1 and organisation_id = $2`,
      [itemId, viewer.organisationId],
    );
    if (!item) throw new NotFound("AssessmentItem", globalId("AssessmentItem", itemId));
    const { assessmentId } = item;
    const once = { operation: "defineComplianceCheck", key: idempotencyKey, input: { itemId, condition } };
    const id = await this.changes.add(viewer, assessmentId, once, async (em, record) => {
      const { organisationId, userId: createdBy } = viewer;
      const check = em.create(ComplianceCheck, {
        ...condition,
        organisationId,
        assessmentId,
        assessmentItemId: itemId,
        createdBy,
      });
      await record(LogKind.CHECK_DEFINED, globalId("ComplianceCheck", check.id), condition);
      return check.id;
    });
    await this.tell(await this.reader.query<Finding>(NEWEST, [id]));
    return id;
  }

  /** Ends a condition; what runs have said to it stays. */
  withdraw(viewer: Viewer, id: string): Promise<void> {
    viewer.require("assessment:edit");
    return this.changes.change(viewer, ComplianceCheck, "ComplianceCheck", id, async ({ row, record }) => {
      if (row.withdrawnAt) return;
      row.withdrawnAt = new Date();
      await record(LogKind.CHECK_WITHDRAWN, { figure: row.figure });
    });
  }

  /**
   * Holds a run against every condition of its organisation that speaks of it and that it has a figure for. A condition that fails opens
   * its item again where it is signed off. For workers; safe to repeat.
   */
  async evaluate(runId: string): Promise<void> {
    await this.tell(await this.reader.query<Finding>(OF_RUN, [runId]));
  }

  /** Takes up runs of the last day whose job was lost. */
  async catchUp(): Promise<void> {
    await this.tell(await this.reader.query<Finding>(RECENT, []));
  }

  private async tell(findings: readonly Finding[]): Promise<void> {
    for (const { checkId, itemId, runId, value, passed } of findings) {
      const told = await this.changes.change(
        null,
        ComplianceCheck,
        "ComplianceCheck",
        checkId,
        async ({ em, row, record }) => {
          const rows = await em.execute<object[]>(
            `insert into compliance_check_result (check_id, run_id, value, passed, run_finished_at)
           select ?, id, ?, ?, finished_at from training_run where id = ? on conflict do nothing returning check_id`,
            [checkId, value, passed, runId],
          );
          if (rows.length === 0) return false;
          const { figure, comparison, threshold } = row;
          const run = globalId("TrainingRun", runId);
          await record(LogKind.CHECK_EVALUATED, { run, value, passed, figure, comparison, threshold });
          return true;
        },
      );
      if (told && !passed)
        await reopenSignedOff(
          this.changes,
          itemId,
          `A training run fails its check: ${globalId("TrainingRun", runId)}.`,
        );
    }
  }
}

const VALUE = `(evaluation.report #>> string_to_array(c.figure, '.'))::float8`;

/** Runs with the conditions that speak of them, where nothing has been said yet. */
const findings = (condition: string, end = "") => `
  select c.id as "checkId", c.assessment_item_id as "itemId", run.id as "runId", ${VALUE} as value,
    case c.comparison when 'BELOW' then ${VALUE} < c.threshold when 'AT_MOST' then ${VALUE} <= c.threshold
      when 'AT_LEAST' then ${VALUE} >= c.threshold else ${VALUE} > c.threshold end as passed
  from compliance_check c
    join training_run run on run.organisation_id = c.organisation_id
    join evaluation on evaluation.run_id = run.id and evaluation.subject = 'MODEL' and evaluation.request_id is null
  where run.status = 'SUCCEEDED' and c.withdrawn_at is null
    and run.finished_at > now() - make_interval(days => c.within_days)
    and (c.dataset is null or run.dataset = c.dataset) and (c.recipe is null or run.recipe = c.recipe)
    and jsonb_typeof(evaluation.report #> string_to_array(c.figure, '.')) = 'number'
    and not exists (select from compliance_check_result r where r.check_id = c.id and r.run_id = run.id)
    and ${condition} order by run.finished_at desc, c.id ${end}`;

const OF_RUN = findings("run.id = $1");
const NEWEST = findings("c.id = $1", "limit 1");
const RECENT = findings("run.finished_at > now() - interval '1 day' and run.finished_at >= c.created_at", "limit 200");
