import { expect, test } from "@jest/globals";
import { EventOutbox } from "../../workers/runtime/event-outbox.js";
import type { RunEventBody } from "../../src/domains/training/runs/run.events.js";
import { withProduct } from "../harness/product.js";
import { HeldRun } from "../harness/held-run.js";

const product = withProduct();

/** What becomes of events that a worker writes: they are written, or refused with a message. */
async function written(run: HeldRun, events: RunEventBody[]): Promise<string> {
  const [{ worker_id: workerId }] = await run.sql<{ worker_id: string }>(
    `select worker_id from training_run where id = $1`,
  );
  let outcome = "written";
  const outbox = new EventOutbox(product.services.runEvents, { runId: run.rowId, workerId, attempt: 1 }, 0, {
    onLost: () => (outcome = "lost"),
    onRefused: ({ message }) => (outcome = `refused: ${message}`),
    onRetry: (error) => {
      throw error;
    },
  });
  for (const event of events) outbox.add(event);
  await outbox.drained();
  return outcome;
}

const line = (message: string): RunEventBody => ({ kind: "LogLine", step: 1, level: "INFO", message });

test("what the database will never take is refused, and not tried for ever", async () => {
  const run = await HeldRun.launch(product, await product.founder());
  expect(await written(run, [line("a \u0000 character")])).toMatch(/^refused: unsupported Unicode escape sequence/);
});

test("what it takes is written, and a run of another worker's is told to be lost", async () => {
  const run = await HeldRun.launch(product, await product.founder());
  expect(await written(run, [line("one"), line("two")])).toBe("written");
  expect(await written(run, [line("with the number of a report that stands")])).toBe("written");
  await run.sql(`update training_run set attempt = 2 where id = $1`);
  expect(await written(run, [line("three")])).toBe("lost");
  const lines = await run.sql<{ message: string }>(
    `select payload->>'message' as message from training_run_event where run_id = $1 and kind = 'LogLine' order by seq`,
  );
  expect(lines.map(({ message }) => message)).toEqual(["one", "two"]);
});
