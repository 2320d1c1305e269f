import { execFile } from "node:child_process";
import { createRequire } from "node:module";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { Linter } from "eslint";
import tseslint from "typescript-eslint";

const root = join(import.meta.dirname, "..");
const rulesFile = join(root, ".dependency-cruiser.cjs");
const domain = (path: string) => `src/domains/${path}.ts`;

/** For each rule an import that breaks it: from the one file to the other. */
const planted: [rule: string, from: string, to: string][] = [
  ["contract-imports-upwards", domain("business/a.entity"), domain("business/a.service")],
  ["policy-imports-upwards", domain("business/b.policy"), domain("business/b.views")],
  ["service-imports-upwards", domain("business/c.service"), domain("business/c.types")],
  ["types-imports-upwards", domain("business/d.types"), domain("business/d.resolver")],
  ["plain-file-imports-graphql", domain("business/labels"), domain("business/e.types")],
  ["accounts-imports-beyond", domain("accounts/a.service"), domain("training/a.service")],
  ["content-imports-beyond", domain("content/a.service"), domain("questions/a.service")],
  ["training-imports-beyond", domain("training/b.service"), domain("content/b.service")],
  ["questions-imports-beyond", domain("questions/b.service"), domain("business/f.service")],
  ["business-imports-beyond", domain("business/g.service"), domain("compliance/a.service")],
  ["compliance-imports-beyond", domain("compliance/b.service"), domain("questions/c.service")],
  ["engagements-imports-beyond", domain("engagements/a.service"), domain("gossip/a.service")],
  ["unknown-domain", domain("gossip/b.service"), "src/kernel/a.ts"],
  ["domain-imports-composition", domain("business/h.service"), "src/services.ts"],
  ["resolver-imports-composition", domain("business/i.resolver"), "src/server.ts"],
  ["kernel-imports-outwards", "src/kernel/b.ts", domain("accounts/b.service")],
  ["graphql-imports-domain", "src/graphql/a.ts", domain("accounts/c.service")],
  ["process-code-imports-domain", "src/launcher/a.ts", domain("accounts/d.service")],
  ["src-imports-workers", "src/api.ts", "workers/a.ts"],
  ["src-imports-tensorflow", "src/kernel/c.ts", "node_modules/@tensorflow/tfjs/index.js"],
  ["workers-import-graphql", "workers/b.ts", domain("business/j.resolver")],
  ["seeds-import-graphql", "seeds/a.ts", "src/schema.ts"],
  ["migrations-import-code", "migrations/a.ts", domain("business/k.entity")],
  ["client-imports-server", "clients/typescript/a.ts", "src/config.ts"],
  ["product-imports-tests", "workers/c.ts", "test/a.ts"],
  ["product-imports-dev-dependency", "src/kernel/d.ts", "node_modules/jest/index.js"],
  ["unresolvable", "src/kernel/e.ts", "src/kernel/nowhere.ts"],
  ["circular", "src/kernel/f.ts", "src/kernel/f.ts"],
];

/** A chain: the worker itself imports nothing forbidden. */
const chain: [from: string, to: string][] = [
  ["workers/d.ts", "src/kernel/through.ts"],
  ["src/kernel/through.ts", "src/graphql/b.ts"],
];

const entityCycle: [from: string, to: string][] = [
  [domain("business/whole.entity"), domain("business/part.entity")],
  [domain("business/part.entity"), domain("business/whole.entity")],
];

let tree: string;
let broken: string[];

beforeAll(async () => {
  tree = await mkdtemp(join(tmpdir(), "groundwork-architecture-"));
  await plant("package.json", JSON.stringify({ type: "module", dependencies: {}, devDependencies: { jest: "*" } }));
  for (const name of ["jest", "@tensorflow/tfjs"])
    await plant(`node_modules/${name}/package.json`, JSON.stringify({ name, main: "index.js" }));
  const edges = [...planted.map(([, from, to]) => [from, to]), ...chain, ...entityCycle];
  const targets = edges.map(([, to]) => to).filter((to) => !to.includes("nowhere"));
  for (const to of targets) await plant(to, "export {};\n");
  for (const [from, to] of edges) await plant(from, `import type {} from "${specifier(from, to)}";\n`);
  broken = await violations(tree);
});

afterAll(() => rm(tree, { recursive: true, force: true }));

test("the product keeps to its layers", async () => {
  expect(await violations(root)).toEqual([]);
});

test.each(planted)("%s: %s → %s is found", (rule, from, to) => {
  expect(broken).toContain(`${rule}: ${from} → ${rule === "unresolvable" ? specifier(from, to) : to}`);
});

test("every rule has a planted violation", () => {
  const { forbidden } = createRequire(import.meta.url)(rulesFile) as { forbidden: { name: string }[] };
  expect(planted.map(([rule]) => rule)).toEqual(forbidden.map(({ name }) => name));
});

test("a worker that reaches GraphQL through another file is found", () => {
  expect(broken).toContain("workers-import-graphql: workers/d.ts → src/graphql/b.ts");
});

test("ORM entities may refer to each other", () => {
  expect(broken.filter((violation) => violation.includes("whole.entity"))).toEqual([]);
});

test.each([
  ["a member", `export const port = process.env.PORT;`],
  ["a destructured variable", `export const { env } = process;`],
  ["an import", `import { env } from "node:process";\nexport const port = env.PORT;`],
])("reading the environment by %s is left to executables", async (_way, code) => {
  expect(await complaints(code, "src/kernel/ids.ts")).toEqual([expect.stringMatching(/^Only executables/)]);
  expect(await complaints(code, "src/launcher/executable.ts")).toEqual([]);
});

test.each([`export * from "./ids.js";`, `export { newId } from "./ids.js";`])("%s is a barrel", async (code) => {
  expect(await complaints(code, "src/kernel/kernel.ts")).toEqual([expect.stringMatching(/^No barrels/)]);
});

async function plant(path: string, text: string): Promise<void> {
  await mkdir(dirname(join(tree, path)), { recursive: true });
  await writeFile(join(tree, path), text);
}

function specifier(from: string, to: string): string {
  const [, packageName] = /^node_modules\/(.+)\/index\.js$/.exec(to) ?? [];
  return packageName ?? `./${relative(dirname(from), to)}`.replace("./../", "../").replace(/\.ts$/, ".js");
}

/** What dependency-cruiser finds in a tree, as `rule: from → to`. */
function violations(cwd: string): Promise<string[]> {
  const program = join(root, "node_modules/.bin/depcruise");
  const folders = ["src", "workers", "seeds", "migrations", "clients", "test"];
  const args = [program, "--config", rulesFile, "--output-type", "json", ...folders];
  return new Promise((resolve, reject) => {
    execFile(process.execPath, args, { cwd, maxBuffer: 2 ** 28 }, (error, stdout, stderr) => {
      if (!stdout) return reject(new Error(stderr || error?.message));
      const { summary } = JSON.parse(stdout) as {
        summary: { violations: { rule: { name: string }; from: string; to: string }[] };
      };
      resolve(summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`));
    });
  });
}

/** What ESLint's rules about syntax say of a file; the type-checked ones are left out. */
async function complaints(code: string, path: string): Promise<string[]> {
  const { default: house } = (await import(join(root, "eslint.config.mjs"))) as { default: Linter.Config[] };
  const rules = house
    .filter((part) => part.rules?.["no-restricted-syntax"])
    .map(({ files, rules }) => ({ files, rules: { "no-restricted-syntax": rules?.["no-restricted-syntax"] } }));
  const config = [{ files: ["**/*.ts"], languageOptions: { parser: tseslint.parser } }, ...rules];
  return new Linter({ cwd: root })
    .verify(code, config as Linter.Config[], join(root, path))
    .map(({ message }) => message);
}
