import { existsSync, globSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "@jest/globals";
import { buildSchema, parse, validate } from "graphql";

const root = join(import.meta.dirname, "..");
const read = (path: string) => readFileSync(join(root, path), "utf8");
const documents = globSync(["*.md", "{bench,clients,docs,seeds,workers}/**/*.md"], { cwd: root });

const each = (pattern: RegExp) =>
  documents.flatMap((path) => [...read(path).matchAll(pattern)].map(([, found]) => [path, found] as const));

test.each(each(/```graphql\n([^`]*)```/g))("%s: an operation to paste fits the schema", (_path, operation) => {
  const faults = validate(buildSchema(read("schema/schema.graphql")), parse(operation));
  expect(faults.map(({ message }) => message)).toEqual([]);
});

test.each(each(/\]\((?!https?:|#)([^)#\s]+)(?:#[^)]*)?\)/g))("%s links to %s, which is there", (path, link) => {
  expect(existsSync(join(root, dirname(path), link))).toBe(true);
});

test.each(each(/npm run ([\w:-]+)/g))("%s names npm run %s, which is a script", (_path, script) => {
  const { scripts } = JSON.parse(read("package.json")) as { scripts: Record<string, string> };
  expect(Object.keys(scripts)).toContain(script);
});
