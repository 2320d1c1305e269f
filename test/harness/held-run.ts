import type { RunEventBody } from "../../src/domains/training/runs/run.events.js";
import { newId } from "../../src/kernel/ids.js";
import type { Client } from "./client.js";
import type { Product } from "./product.js";
import { launch, SMALL } from "./runs.js";

/** Events of one report. */
const REPORTED_AT_ONCE = 2_000;

/** A run that a worker holds, without the worker: what is reported stands as if its child had said it. */
export class HeldRun {
  private reports = 0;

  private constructor(
    private readonly product: Product,
    readonly id: string,
    readonly rowId: string,
    private readonly workerId: string,
  ) {}

  static async launch(product: Product, client: Client, input: object = SMALL): Promise<HeldRun> {
    return HeldRun.take(product, (await launch(client, input)).id);
  }

  /** Takes a run that waits, as a worker would. */
  static async take(product: Product, id: string): Promise<HeldRun> {
    const run = new HeldRun(product, id, id.replace("TrainingRun_", ""), newId());
    await run.sql(`update training_run set status = 'RUNNING', worker_id = $2 where id = $1`, run.workerId);
    return run;
  }

  /** Reports events in order, thousands at once. */
  async tell(events: readonly RunEventBody[]): Promise<void> {
    for (let at = 0; at < events.length; at += REPORTED_AT_ONCE) {
      this.reports += 1;
      await this.product.services.runEvents.report(this.rowId, {
        workerId: this.workerId,
        attempt: 1,
        number: this.reports,
        events: events.slice(at, at + REPORTED_AT_ONCE),
      });
    }
  }

  /** Reports the metrics of some steps. */
  async log(steps: readonly number[], metricsOf: (step: number) => Record<string, number>): Promise<void> {
    await this.tell(
      steps.map((step) => ({
        kind: "MetricsLogged",
        step,
        epoch: 1,
        metrics: Object.entries(metricsOf(step)).map(([name, value]) => ({ name, value })),
      })),
    );
  }

  /** Ends it well, as if that had been some days ago. */
  async end(daysAgo = 0): Promise<void> {
    await this.sql(
      `with run as (
         update training_run set status = 'SUCCEEDED', worker_id = null, last_seq = last_seq + 1,
           finished_at = now() - make_interval(days => $2) where id = $1 returning id, last_seq
       )
       insert into training_run_event (run_id, seq, kind, payload)
       select id, last_seq, 'StatusChanged', '{"status": "SUCCEEDED", "previous": "RUNNING", "reason": null, "actor": null}'
       from run`,
      daysAgo,
    );
  }

  /** Rows of a statement whose first value is the run's row id. */
  async sql<R extends object>(text: string, ...values: unknown[]): Promise<R[]> {
    return (await this.product.services.pool.query<R>(text, [this.rowId, ...values])).rows;
  }
}
