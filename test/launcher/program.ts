import { spawn, type ChildProcess } from "node:child_process";
import { createInterface } from "node:readline";
import { join } from "node:path";
import { NODE_ARGUMENTS } from "../../src/kernel/program.js";
import { projectRoot } from "../../src/kernel/project-root.js";

/** One line of JSON that a program in `programs/` prints. */
type Line = Record<string, unknown>;

/** A program of `programs/`, running in a process of its own. */
export class Program {
  readonly child: ChildProcess;
  readonly lines: Line[] = [];
  output = "";
  errors = "";
  /** The exit code, or the signal that ended it. */
  readonly ended: Promise<number | string>;
  private readonly listeners = new Set<() => void>();

  constructor(name: string, args: string[] = [], env: NodeJS.ProcessEnv = {}) {
    const file = join(projectRoot, "test/launcher/programs", name);
    this.child = spawn(process.execPath, [...NODE_ARGUMENTS, file, ...args], {
      cwd: projectRoot,
      env: { PATH: process.env["PATH"], ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    createInterface(this.child.stdout!).on("line", (line) => {
      this.output += `${line}\n`;
      if (line.startsWith("{")) this.lines.push(JSON.parse(line) as Line);
      this.listeners.forEach((check) => check());
    });
    this.child.stderr!.on("data", (chunk: Buffer) => (this.errors += chunk.toString()));
    this.ended = new Promise((resolve) => this.child.once("close", (code, signal) => resolve(signal ?? code ?? -1)));
  }

  /** Waits for the `nth` line that has this key; rejects when the program ends without it. */
  async line(key: string, nth = 1): Promise<Line> {
    const find = () => this.lines.filter((line) => key in line)[nth - 1];
    return new Promise((resolve, reject) => {
      const check = () => {
        const found = find();
        if (found) resolve(found);
      };
      this.listeners.add(check);
      check();
      void this.ended.then(() => (find() ? check() : reject(new Error(`no ${key}: ${this.errors}`))));
    });
  }
}
