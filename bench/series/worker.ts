import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadConfig } from "../../src/config.js";
import { startWorker } from "../../workers/start-worker.js";
import { TrainingChild } from "../../workers/runtime/training-child.js";

/** The product's worker, whose children log metrics instead of training. Argument: the database's URL. */

const [databaseUrl = ""] = process.argv.slice(2);
const home = await mkdtemp(join(tmpdir(), "groundwork-bench-"));
const config = { ...loadConfig({ GROUNDWORK_HOME: home, LOG_LEVEL: "fatal" }), databaseUrl, secret: "of no use here" };
const worker = await startWorker(
  config,
  () => new TrainingChild({ entry: join(import.meta.dirname, "flooding-child.ts") }),
);

process.on("disconnect", () => {
  void worker
    .close()
    .then(() => rm(home, { recursive: true }))
    .finally(() => process.exit());
});
process.send!({});
