import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { projectRoot } from "../../src/kernel/project-root.js";

/** What the benches compare with and measure by, with exact versions; the product itself never installs them. */
const PEERS = { postgraphile: "5.1.5", autocannon: "9.0.0" };

const home = join(projectRoot, "bench/.peers");
const list = join(home, "package.json");

/** Installs the peers into `bench/.peers` unless these versions are there already. */
export function installPeers(): void {
  const wanted = JSON.stringify({ private: true, dependencies: PEERS }, null, 2);
  const installed = join(home, "node_modules/.package-lock.json");
  if (existsSync(installed) && existsSync(list) && readFileSync(list, "utf8") === wanted) return;
  mkdirSync(home, { recursive: true });
  writeFileSync(list, wanted);
  console.log(`Installing the peers into ${home}.`);
  execFileSync("npm", ["install", "--no-audit", "--no-fund"], { cwd: home, stdio: ["ignore", "ignore", "inherit"] });
}

/** A module of the peers. Their types are not installed with the product: `T` says what is used of it. */
export async function peer<T>(specifier: string): Promise<T> {
  return (await import(pathToFileURL(createRequire(list).resolve(specifier)).href)) as T;
}
