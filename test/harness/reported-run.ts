import { randomUUID } from "node:crypto";
import { untilDatabaseAnswers } from "../../src/kernel/database-away.js";
import { globalId } from "../../src/kernel/ids.js";
import type { RunEventBody } from "../../src/domains/training/runs/run.events.js";
import { RunStatus } from "../../src/domains/training/runs/run-status.js";
import type { Product } from "./product.js";

/** A run of the demo organisation in training, whose events a test reports as a worker would. */
export class ReportedRun {
  private step = 0;
  private reports = 0;

  private constructor(
    private readonly product: Product,
    readonly rowId: string,
    private readonly workerId: string,
  ) {}

  /** Its first event says that it is RUNNING. */
  static async start(product: Product, name = "A reported run"): Promise<ReportedRun> {
    const run = new ReportedRun(product, randomUUID(), randomUUID());
    await product.services.reader.query(
      `insert into training_run (id, organisation_id, recipe, parameters, dataset, dataset_sha256, seed, accelerator, name,
         status, worker_id, attempt, lease_expires_at, started_at)
       select $1, id, 'cnn-image-classification', '{}', 'mnist-digits', repeat('0', 64), 1, 'ANY', $3,
         'RUNNING', $2, 1, now() + interval '1 day', now() from organisation where slug = 'demo'`,
      [run.rowId, run.workerId, name],
    );
    await run.report({
      kind: "StatusChanged",
      status: RunStatus.RUNNING,
      previous: RunStatus.STARTING,
      reason: null,
      actor: null,
    });
    return run;
  }

  get id(): string {
    return globalId("TrainingRun", this.rowId);
  }

  /** Reports as a worker does: again, under the same number, while the database is away. */
  async report(...events: RunEventBody[]): Promise<void> {
    const { runEvents } = this.product.services;
    this.reports += 1;
    const { workerId, reports: number } = this;
    const report = { workerId, attempt: 1, number, events };
    await untilDatabaseAnswers(
      () => runEvents.report(this.rowId, report),
      () => false,
    );
  }

  /** So many steps' metrics, a report of all of them. */
  async metrics(steps: number, ...names: string[]): Promise<void> {
    const logged = Array.from({ length: steps }, (): RunEventBody => {
      this.step += 1;
      const metrics = (names.length > 0 ? names : ["loss"]).map((name) => ({ name, value: 1 / this.step }));
      return { kind: "MetricsLogged", step: this.step, epoch: 1, metrics };
    });
    await this.report(...logged);
  }

  async log(message: string): Promise<void> {
    await this.report({ kind: "LogLine", step: this.step, level: "INFO", message });
  }

  /** The run's last event, and its row with it, at once: nobody sees one without the other. */
  async succeed(): Promise<void> {
    const { reader, runEvents } = this.product.services;
    const payload = { status: RunStatus.SUCCEEDED, previous: RunStatus.RUNNING, reason: null, actor: null };
    const rows = await untilDatabaseAnswers(
      () =>
        reader.query<{ seq: number }>(
          `with run as (
             update training_run set status = 'SUCCEEDED', finished_at = now(), last_seq = last_seq + 1
             where id = $1 and status <> 'SUCCEEDED' returning id, last_seq
           ), event as (
             insert into training_run_event (run_id, seq, kind, payload)
             select id, last_seq, 'StatusChanged', $2::jsonb from run
           )
           select coalesce((select last_seq from run), (select last_seq from training_run where id = $1)) as seq`,
          [this.rowId, JSON.stringify(payload)],
        ),
      () => false,
    );
    await runEvents.announce(this.rowId, rows![0].seq);
  }

  /** What the table holds: the sequence numbers and kinds of its events. */
  async history(): Promise<{ seq: number; kind: string }[]> {
    return this.product.services.reader.query<{ seq: number; kind: string }>(
      `select seq, kind from training_run_event where run_id = $1 order by seq`,
      [this.rowId],
    );
  }
}
