import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { createRequire, registerHooks } from "node:module";
import { fileURLToPath, URL } from "node:url";

// Lets Node run the sources as they are: `node --import ./scripts/typescript.mjs FILE.ts`, a thread with the same `execArgv`.
// What swc made of a file is kept below node_modules/.cache, so that a process starts nearly as fast as from `dist`.

const require = createRequire(import.meta.url);
const root = fileURLToPath(new URL("..", import.meta.url));
const made = `${root}node_modules/.cache/typescript/`;
const settings = readFileSync(`${root}.swcrc`, "utf8") + require("@swc/core/package.json").version;

process.setSourceMapsEnabled(true);
mkdirSync(made, { recursive: true });
registerHooks({ resolve, load });

/** Sources name each other as they are called once built: `./run.js` is `./run.ts`. */
function resolve(specifier, context, next) {
  if (/^\.{1,2}\/.*\.js$/.test(specifier) && context.parentURL?.endsWith(".ts")) {
    const url = new URL(specifier.replace(/js$/, "ts"), context.parentURL);
    if (existsSync(url)) return { url: url.href, format: "module", shortCircuit: true };
  }
  return next(specifier, context);
}

function load(url, context, next) {
  if (!url.endsWith(".ts") || url.includes("/node_modules/")) return next(url, context);
  return { format: "module", source: javascriptOf(fileURLToPath(url)), shortCircuit: true };
}

function javascriptOf(filename) {
  const source = readFileSync(filename, "utf8");
  const key = createHash("sha256").update(`${settings}\0${filename}\0${source}`).digest("hex");
  const kept = `${made}${key}.js`;
  try {
    return readFileSync(kept, "utf8");
  } catch {
    const { code } = require("@swc/core").transformSync(source, { filename, cwd: root });
    // Whole or not at all, however many processes start at once.
    const own = `${kept}.${process.pid}-${process.hrtime.bigint()}`;
    writeFileSync(own, code);
    renameSync(own, kept);
    return code;
  }
}
