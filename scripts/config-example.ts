import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { exampleEnvironment } from "../src/config.js";
import { projectRoot } from "../src/kernel/project-root.js";

// Writes `.env.example`, or with `--check` ends with 1 when it is stale.
const file = join(projectRoot, ".env.example");
if (!process.argv.includes("--check")) writeFileSync(file, exampleEnvironment());
else if (readFileSync(file, "utf8") !== exampleEnvironment()) {
  console.error(".env.example is stale: npm run config:example");
  process.exitCode = 1;
}
