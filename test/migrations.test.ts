import { readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { migrationList } from "../migrations/migration-list.js";
import { projectRoot } from "../src/kernel/project-root.js";

test("every migration is in the list, once and in the order of its number", () => {
  const files = readdirSync(join(projectRoot, "migrations")).filter((file) => file.startsWith("Migration"));
  expect(migrationList.map(({ name }) => `${name}.ts`)).toEqual(files.toSorted());
});
