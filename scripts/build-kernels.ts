import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** Builds the WebAssembly training kernels, or with `--check` says whether the committed file is what their source compiles to. */

const root = fileURLToPath(new URL("..", import.meta.url));
const kernels = "workers/runtime/tensor/kernels";
const committed = join(root, kernels, "training.wasm");
const options = [
  "-O3",
  "--noAssert",
  "--runtime",
  "stub",
  "--enable",
  "simd,relaxed-simd",
  "--importMemory",
  "--noExportMemory",
];

/** Section numbers of the WebAssembly binary format (core specification 2.0, 5.5.2). */
const section = { global: 6, data: 11 };

function compile(): Buffer {
  const folder = mkdtempSync(join(tmpdir(), "kernels-"));
  const file = join(folder, "training.wasm");
  try {
    const arguments_ = [`${kernels}/assembly/index.ts`, "--outFile", file, ...options];
    execFileSync(join(root, "node_modules/.bin/asc"), arguments_, { cwd: root, stdio: "inherit" });
    return readFileSync(file);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** What the module must not have: memory, data or a stack of its own would overwrite what TensorFlow.js keeps on its heap. */
function faults(binary: Buffer): string[] {
  const imports = WebAssembly.Module.imports(new WebAssembly.Module(new Uint8Array(binary)));
  const present = sections(binary);
  const found: string[] = [];
  if (!imports.some(({ kind }) => kind === "memory")) found.push("it does not import its memory");
  if (imports.some(({ kind }) => kind !== "memory")) found.push("it imports more than its memory");
  if (present.has(section.data)) found.push("it holds a data segment");
  if (present.has(section.global)) found.push("it holds a global, as a shadow stack would");
  return found;
}

/** The numbers of the sections that a module contains. */
function sections(binary: Buffer): Set<number> {
  const present = new Set<number>();
  for (let at = 8; at < binary.length;) {
    present.add(binary.readUInt8(at++));
    let size = 0;
    for (let shift = 0, more = true; more; shift += 7) {
      const byte = binary.readUInt8(at++);
      size |= (byte & 0x7f) << shift;
      more = byte >= 0x80;
    }
    at += size;
  }
  return present;
}

const binary = compile();
const found = faults(binary);
if (found.length > 0) throw new Error(`The kernels cannot share a memory: ${found.join("; ")}.`);
if (!process.argv.includes("--check")) {
  writeFileSync(committed, binary);
  console.log(`training.wasm: ${String(binary.length)} bytes`);
} else if (binary.equals(readFileSync(committed))) {
  console.log("training.wasm is current, and keeps to the memory it is given.");
} else {
  console.error("training.wasm is not what its source compiles to: run npm run build:kernels and commit it.");
  process.exitCode = 1;
}
