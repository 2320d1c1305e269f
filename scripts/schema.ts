import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { lexicographicSortSchema, printSchema } from "graphql";
import { projectRoot } from "../src/kernel/project-root.js";
import { buildApiSchema } from "../src/schema.js";
import { unannouncedChanges } from "./schema-changes.js";

// Writes the schema that the code makes, or with `--check` ends with 1 when the committed one is stale, or when it breaks
// clients of the released one in a way that the changelog does not announce.
const path = "schema/schema.graphql";
const file = join(projectRoot, path);
const current = `# Emitted from the code: npm run schema\n\n${printSchema(lexicographicSortSchema(buildApiSchema()))}\n`;

if (!process.argv.includes("--check")) writeFileSync(file, current);
else {
  const faults = [...stale(), ...(await breaking())];
  if (faults.length) {
    console.error(faults.join("\n"));
    process.exitCode = 1;
  }
}

function stale(): string[] {
  return readFileSync(file, "utf8") === current ? [] : [`${path} is stale: npm run schema`];
}

async function breaking(): Promise<string[]> {
  const base = released();
  if (!base) return [];
  const changes = await unannouncedChanges(base.sdl, current, readFileSync(join(projectRoot, "CHANGELOG.md"), "utf8"));
  if (!changes.length) return [];
  return [
    `The schema breaks clients of ${base.revision}; name each path in backticks in CHANGELOG.md, Unreleased, Breaking:`,
    ...changes.map((change) => `  ${change}`),
  ];
}

/** The schema of the last release, or before the first one that of the main branch; nothing outside a git checkout. */
function released(): { revision: string; sdl: string } | undefined {
  const tag = git("describe", "--tags", "--abbrev=0", "--match", "v*")?.trim();
  const revision = [tag, "origin/main", "HEAD"].find(
    (name) => name && git("cat-file", "-e", `${name}:${path}`) !== undefined,
  );
  return revision ? { revision, sdl: git("show", `${revision}:${path}`)! } : undefined;
}

function git(...args: string[]): string | undefined {
  try {
    return execFileSync("git", args, { cwd: projectRoot, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
  } catch {
    return undefined;
  }
}
