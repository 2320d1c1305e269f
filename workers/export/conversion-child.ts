import { fork } from "node:child_process";
import { setPriority } from "node:os";
import { extname } from "node:path";
import { fileURLToPath } from "node:url";
import type { ExportError } from "../../src/domains/training/exports/export.specs.js";
import { projectRoot } from "../../src/kernel/project-root.js";
import { childEnvironment } from "../runtime/child-environment.js";
import type { Conversion, Converted } from "./conversion.js";

export type FromConversionChild = ({ type: "converted" } & Converted) | ({ type: "failed" } & ExportError);

/** The child is TypeScript or JavaScript as this file is. */
const EXTENSION = extname(import.meta.url);
const ENTRY = fileURLToPath(new URL(`./child${EXTENSION}`, import.meta.url));
const LOADER = EXTENSION === ".ts" ? ["--import", "@swc-node/register/esm-register"] : ["--enable-source-maps"];
const NICE = 5;
/** By then a conversion has hung. */
const PATIENCE_MS = 10 * 60_000;

/** Converts a model in a process of its own. Never throws: a process that dies is a failure as well. */
export function convertApart(conversion: Conversion): Promise<FromConversionChild> {
  return new Promise((resolve) => {
    const options = { cwd: projectRoot, env: childEnvironment(), execArgv: LOADER };
    const child = fork(ENTRY, { ...options, serialization: "advanced", timeout: PATIENCE_MS, killSignal: "SIGKILL" });
    child.on("message", (answer) => resolve(answer as FromConversionChild));
    child.on("error", ({ message }) => resolve({ type: "failed", code: "EXPORT_FAILED", message }));
    child.on("close", (code, signal) => {
      const message = `The process that converts ended with ${signal ?? `code ${code}`}.`;
      resolve({ type: "failed", code: "EXPORT_FAILED", message });
    });
    try {
      setPriority(child.pid!, NICE);
    } catch {
      // it has ended already; `close` says so
    }
    child.send(conversion);
  });
}
