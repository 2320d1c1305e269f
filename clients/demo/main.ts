import { extname } from "node:path";
import { fileURLToPath } from "node:url";
import { seed } from "../../seeds/main.js";
import { migrateDatabase } from "../../src/database/migrate.js";
import { StartupError } from "../../src/kernel/startup-error.js";
import { execute } from "../../src/launcher/executable.js";
import { launch, type Product } from "../../src/launcher/launch.js";
import { ApiError, ApiUnreachable } from "../typescript/errors.js";
import { demo } from "./demo.js";
import { Screen } from "./terminal/screen.js";

/** Children are TypeScript or JavaScript as this file is. */
const entry = (path: string) => fileURLToPath(new URL(path + extname(import.meta.url), import.meta.url));

async function show(product: Product, screen: Screen): Promise<void> {
  try {
    await demo(product, screen);
  } catch (error) {
    if (error instanceof ApiError || error instanceof ApiUnreachable)
      throw new StartupError(`The demo cannot go on: ${error.message}`);
    throw error;
  }
}

await execute((env) => {
  const screen = new Screen(process.stdout, env);
  screen.print("Groundwork starts: its database, its API and a worker.");
  // A person watches: lines of a log would tear the picture. Whoever asks for the demo wants its people to be there.
  return launch(
    { ...env, LOG_LEVEL: env.LOG_LEVEL || "warn", GROUNDWORK_DEMO: "true" },
    {
      migrate: migrateDatabase,
      seed,
      api: entry("../../src/api"),
      worker: entry("../../workers/main"),
      onReady: (product) => show(product, screen),
    },
  );
});
process.exit();
