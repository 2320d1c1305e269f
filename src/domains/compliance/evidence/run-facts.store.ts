import { createHash } from "node:crypto";
import type { Reader } from "../../../kernel/read/reader.js";
import { runCost } from "../../training/costs/run-cost.views.js";

/** Reads what a training run shows an auditor. */
export class RunFacts {
  constructor(private readonly reader: Reader) {}

  /**
   * What a run that has succeeded was, as JSON with its SHA-256: data with their hash, seed, all figures of its evaluation with fairness and
   * robustness, compute, energy and FLOPs. Undefined for any other run, or another organisation's.
   */
  async of(
    organisationId: string,
    runId: string,
  ): Promise<{ facts: object; sha256: string; finishedOn: string } | undefined> {
    const [found] = await this.reader.query<{ facts: string; finishedOn: string }>(FACTS, [runId, organisationId]);
    if (!found) return undefined;
    const facts = JSON.parse(found.facts) as object;
    // Of the text that is stored.
    const sha256 = createHash("sha256").update(JSON.stringify(facts)).digest("hex");
    return { facts, sha256, finishedOn: found.finishedOn };
  }
}

const FACTS = `
  select (run.finished_at at time zone 'UTC')::date::text as "finishedOn", json_build_object(
    'run', 'TrainingRun_' || run.id, 'name', run.name, 'recipe', run.recipe, 'parameters', run.parameters, 'seed', run.seed,
    'dataset', run.dataset, 'datasetSha256', run.dataset_sha256, 'finishedAt', run.finished_at,
    'model', (select report - 'rows' from evaluation where run_id = run.id and subject = 'MODEL' and request_id is null),
    'baseline', (select report - 'rows' - 'details' from evaluation where run_id = run.id and subject = 'BASELINE' and request_id is null),
    'cost', ${runCost("run")},
    'logLines', (select count(*) from training_run_event where run_id = run.id and kind = 'LogLine'))::text as facts
  from training_run run where run.id = $1 and run.organisation_id = $2 and run.status = 'SUCCEEDED'`;
