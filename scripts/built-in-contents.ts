import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { datasetCatalogue } from "../src/domains/training/datasets/dataset-catalogue.js";
import { projectRoot } from "../src/kernel/project-root.js";
import { builtInContentOf } from "../workers/datasets/built-in-contents.js";

// Writes what the built-in data sets hold, in figures and first rows. The API has no data: it reads this. A test holds it against them.
const lines: string[] = [];
for (const { id } of datasetCatalogue()) {
  const content = await builtInContentOf(id);
  if (content) lines.push(`  ${JSON.stringify(id)}: ${JSON.stringify(content)},`);
}
const text = `import type { BuiltInContent } from "./built-in-content.js";

/** By id, as \`npm run dataset:contents\` has written them. An environment, which has no rows, is not among them. */
export const builtInContents = {
${lines.join("\n")}
} as unknown as Readonly<Partial<Record<string, BuiltInContent>>>;
`;
writeFileSync(join(projectRoot, "src/domains/training/datasets/built-in/built-in-contents.ts"), text);
