import { fork } from "node:child_process";
import { setPriority } from "node:os";
import { fileURLToPath } from "node:url";
import type { ExportError } from "../../src/domains/training/exports/export.specs.js";
import { NODE_ARGUMENTS, programAt } from "../../src/kernel/program.js";
import { projectRoot } from "../../src/kernel/project-root.js";
import { childEnvironment } from "../runtime/child-environment.js";
import type { Conversion, Converted } from "./conversion.js";

export type FromConversionChild = ({ type: "converted" } & Converted) | ({ type: "failed" } & ExportError);

const ENTRY = fileURLToPath(programAt("./child", import.meta.url));
const NICE = 5;
/** By then a conversion has hung. */
const PATIENCE_MS = 10 * 60_000;

/** Converts a model in a process of its own. Never throws: a process that dies is a failure as well. */
export function convertApart(conversion: Conversion): Promise<FromConversionChild> {
  return new Promise((resolve) => {
    const options = { cwd: projectRoot, env: childEnvironment(), execArgv: NODE_ARGUMENTS };
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
