import { spawn } from "node:child_process";
import { projectRoot } from "../src/kernel/project-root.js";

// Runs every check, two at a time, a line for each; what a failing one says follows. Ends with 1 when one fails.
const checks: [name: string, script: string][] = [
  ["types", "check:types"],
  ["lint", "check:lint"],
  ["format", "check:format"],
  ["dead code", "check:dead-code"],
  ["architecture", "check:architecture"],
  ["schema", "check:schema"],
  ["typed documents", "check:codegen"],
  ["wasm kernels", "check:kernels"],
  ["configuration", "check:config"],
  ["lockfile", "check:lockfile"],
];
const LANES = 2;

const waiting = [...checks];
const failed: string[] = [];
await Promise.all(Array.from({ length: LANES }, lane));
console.log(`${checks.length - failed.length} checks passed${failed.length ? `, failed: ${failed.join(", ")}` : ""}`);
process.exitCode = failed.length ? 1 : 0;

async function lane(): Promise<void> {
  for (let next = waiting.shift(); next; next = waiting.shift()) {
    const [name, script] = next;
    const start = performance.now();
    const { code, output } = await run(script);
    console.log(`${code === 0 ? "✓" : "✗"} ${name} (${((performance.now() - start) / 1000).toFixed(1)} s)`);
    if (code === 0) continue;
    failed.push(name);
    console.log(output.trimEnd().replaceAll(/^/gm, "    "));
  }
}

function run(script: string): Promise<{ code: number | null; output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn("npm", ["run", "--silent", script], { cwd: projectRoot, stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (text: Buffer) => (output += text.toString()));
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, output }));
  });
}
