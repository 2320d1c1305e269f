import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { projectRoot } from "../src/kernel/project-root.js";
import { environmentExample, withSettings } from "./settings.js";

// Writes `.env.example` and the settings in docs/OPERATIONS.md, or with `--check` ends with 1 when one is stale.
const files = { ".env.example": environmentExample, "docs/OPERATIONS.md": withSettings };
for (const [name, made] of Object.entries(files)) {
  const file = join(projectRoot, name);
  const text = readFileSync(file, "utf8");
  const current = made(text);
  if (!process.argv.includes("--check")) writeFileSync(file, current);
  else if (text !== current) {
    console.error(`${name} is stale: npm run config:example`);
    process.exitCode = 1;
  }
}
