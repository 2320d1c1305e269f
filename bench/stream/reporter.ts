import { RunEventStore } from "../../src/domains/training/runs/run-events.store.js";
import type { RunEventBody } from "../../src/domains/training/runs/run.events.js";
import { MetricSeriesStore } from "../../src/domains/training/series/metric-series.store.js";
import { createLogger } from "../../src/kernel/logger.js";
import { Reader } from "../../src/kernel/read/reader.js";
import { openOrm, poolOf } from "../../src/orm.js";
import { PostgresSignals } from "../../src/kernel/signals/postgres-signals.js";
import { BARE_CHANNEL } from "./bare.js";

/** What to report: `batches` of `size` events each, so many a second, or one after another. */
export interface Emission {
  way: "product" | "bare";
  batches: number;
  size: number;
  perSecond?: number;
}

/** How long the emission took. */
export interface Emitted {
  seconds: number;
}

/**
 * Reports events of a run from a process of its own, as a worker does; each carries the moment of its report on the
 * machine's monotonic clock, in milliseconds. Arguments: the database's URL, the run, its worker.
 */

const [databaseUrl = "", runId = "", workerId = ""] = process.argv.slice(2);
const orm = await openOrm(databaseUrl);
const pool = await poolOf(orm);
const logger = createLogger("bench", "warn");
const signals = await PostgresSignals.open(databaseUrl, logger);
const reader = new Reader(pool);
const events = new RunEventStore(reader, signals, new MetricSeriesStore(orm.em, reader, logger));
let step = 0;
let number = 0;

const ways: Record<Emission["way"], (bodies: RunEventBody[]) => Promise<unknown>> = {
  async product(bodies) {
    number += 1;
    if (!(await events.report(runId, { workerId, attempt: 1, number, events: bodies })))
      throw new Error("The run is lost.");
  },
  bare: (bodies) =>
    pool.query({
      name: "bare",
      text: `with events as (insert into bench_event (payload) select unnest($1::json[]) returning seq)
        select pg_notify('${BARE_CHANNEL}', max(seq)::text) from events`,
      values: [bodies.map((body) => JSON.stringify(body))],
    }),
};

function body(): RunEventBody {
  step += 1;
  const emitted = Number(process.hrtime.bigint()) / 1e6;
  const metrics = [
    { name: "loss", value: 1 / step },
    { name: "emitted", value: emitted },
  ];
  return { kind: "MetricsLogged", step, epoch: 1, metrics };
}

async function emit({ way, batches, size, perSecond }: Emission): Promise<Emitted> {
  const start = performance.now();
  for (let batch = 0; batch < batches; batch++) {
    const due = perSecond === undefined ? 0 : start + (batch * 1000) / perSecond - performance.now();
    if (due > 0) await new Promise((resolve) => setTimeout(resolve, due));
    await ways[way](Array.from({ length: size }, body));
  }
  return { seconds: (performance.now() - start) / 1000 };
}

process.on("message", (emission: Emission) => void emit(emission).then((emitted) => process.send!(emitted)));
process.on("disconnect", () => process.exit());
process.send!({});
