import { expect, test } from "@jest/globals";
import { unannouncedChanges } from "../../scripts/schema-changes.js";

const released = `type Query { questions(first: Int): [String!]! recipes: [String!]! }`;
const withoutRecipes = `type Query { questions(first: Int): [String!]! }`;
const changelog = (unreleased: string) => `# Changelog\n\n## [Unreleased]\n\n${unreleased}\n\n## [0.1.0]\n`;

test("a removed field is named by its path", async () => {
  expect(await unannouncedChanges(released, withoutRecipes, changelog(""))).toEqual([
    "Query.recipes: Field 'recipes' was removed from object type 'Query'",
  ]);
});

test("a breaking change that Unreleased, Breaking names is accepted", async () => {
  const announced = changelog("### Added\n\n- More.\n\n### Breaking\n\n- `Query.recipes` is gone.");
  expect(await unannouncedChanges(released, withoutRecipes, announced)).toEqual([]);
});

test("an announcement covers only the path it names", async () => {
  const announced = changelog("### Breaking\n\n- `Query.questions` takes no page any more.");
  expect(await unannouncedChanges(released, withoutRecipes, announced)).toHaveLength(1);
});

test.each([
  ["an earlier release", `${changelog("")}\n### Breaking\n\n- \`Query.recipes\` is gone.\n`],
  ["another heading", changelog("### Breaking\n\n### Removed\n\n- `Query.recipes` is gone.")],
])("a path under %s announces nothing", async (_where, text) => {
  expect(await unannouncedChanges(released, withoutRecipes, text)).toHaveLength(1);
});

test("a new field breaks nobody", async () => {
  expect(await unannouncedChanges(withoutRecipes, released, changelog(""))).toEqual([]);
});
