import { existsSync } from "node:fs";
import { join } from "node:path";
import { projectRoot } from "../kernel/project-root.js";
import { StartupError } from "../kernel/startup-error.js";

/**
 * Runs the body of an executable with the environment, the checkout's `.env` beneath it (what is set already wins).
 * A `StartupError` is shown as its sentence, anything else with its stack; both end the process with 1.
 */
export async function execute(main: (env: NodeJS.ProcessEnv) => Promise<void>): Promise<void> {
  try {
    const file = join(projectRoot, ".env");
    if (existsSync(file)) process.loadEnvFile(file);
    await main(process.env);
  } catch (error) {
    console.error(error instanceof StartupError ? error.message : error);
    process.exit(1);
  }
}
