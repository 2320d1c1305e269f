import { fork, type ChildProcess } from "node:child_process";
import { setPriority } from "node:os";
import { fileURLToPath } from "node:url";
import { NODE_ARGUMENTS, programAt } from "../../src/kernel/program.js";
import { projectRoot } from "../../src/kernel/project-root.js";
import { childEnvironment } from "./child-environment.js";
import type { BackendReport, FromChild, ToChild } from "./messages.js";
import { OutputLines, type OutputLine } from "./output/output-lines.js";

const ENTRY = fileURLToPath(programAt("./child", import.meta.url));

const LAST_WORDS_LINES = 12;
/** Of what a child writes while it warms up, for the run that takes it. */
const EARLY_LINES = 50;
/** Of what it wrote to stderr last, as it stands, for the worker's own log. */
const STDERR_KEPT = 8_000;
/** Training gives way to everything that answers a person. */
const NICE = 5;

/** How a child ended. `lastWords` are the last lines that it wrote to stderr, as a client may see them; `stderr` is all of its end. */
export interface ChildEnd {
  code: number | null;
  signal: NodeJS.Signals | null;
  lastWords: string;
  stderr: string;
}

/** One training process. It trains one run at most, then it is gone. */
export class TrainingChild {
  private readonly process: ChildProcess;
  private stderr = Buffer.alloc(0);
  private readonly lastLines: string[] = [];
  private readonly earlyLines: OutputLine[] = [];
  private receive: (message: FromChild) => void = () => undefined;
  private receiveLine: (line: OutputLine) => void = (line) => {
    if (this.earlyLines.length < EARLY_LINES) this.earlyLines.push(line);
  };
  readonly ended: Promise<ChildEnd>;
  /** What the machine offers, once the child is warm. Never settles for a child that ends before. */
  readonly backend: Promise<BackendReport>;

  /** `entry` is the program that it runs, `models` the folder of pre-trained ones. */
  constructor({ entry = ENTRY, models }: { entry?: string; models?: string } = {}) {
    const told = models === undefined ? [] : [models];
    const [cwd, env] = [projectRoot, childEnvironment()];
    this.process = fork(entry, told, { cwd, env, execArgv: NODE_ARGUMENTS, serialization: "advanced", silent: true });
    const stdout = new OutputLines("stdout", (line) => this.receiveLine(line));
    const stderr = new OutputLines("stderr", (line) => {
      this.lastLines.push(line.message);
      if (this.lastLines.length > LAST_WORDS_LINES) this.lastLines.shift();
      this.receiveLine(line);
    });
    this.process.stdout?.on("data", (bytes: Buffer) => stdout.write(bytes));
    this.process.stderr?.on("data", (bytes: Buffer) => {
      this.stderr = Buffer.concat([this.stderr, bytes]).subarray(-STDERR_KEPT);
      stderr.write(bytes);
    });
    this.backend = new Promise((resolve) => {
      this.process.on("message", (message) => {
        const said = message as FromChild;
        if (said.type === "ready") resolve(said.backend);
        else this.receive(said);
      });
    });
    this.ended = new Promise((resolve) => {
      this.process.on("error", ({ message }) => resolve({ code: null, signal: null, lastWords: message, stderr: "" }));
      this.process.on("close", (code, signal) => {
        stdout.end();
        stderr.end();
        resolve({ code, signal, lastWords: this.lastLines.join("\n"), stderr: this.stderr.toString().trim() });
      });
    });
    try {
      setPriority(this.process.pid!, NICE);
    } catch {
      // it has ended already; `ended` says why
    }
  }

  get pid(): number | undefined {
    return this.process.pid;
  }

  onMessage(receive: (message: FromChild) => void): void {
    this.receive = receive;
  }

  /** What the process writes to stdout and stderr, line by line; first what it wrote before anybody asked. */
  onLine(receive: (line: OutputLine) => void): void {
    this.receiveLine = receive;
    for (const line of this.earlyLines.splice(0)) receive(line);
  }

  tell(message: ToChild): void {
    if (this.process.connected) this.process.send(message, () => undefined);
  }

  /** Ends it at once, whatever it does. */
  kill(): void {
    this.process.kill("SIGKILL");
  }
}

/** Starts a child. */
export type OpenChild = () => TrainingChild;

/** Keeps one child warm, its backend open, so that a run starts in milliseconds. */
export class ChildPool {
  private spare: TrainingChild | undefined;
  private closed = false;

  /** `onBackend` is told what the machine offers, each time that a child is warm: a GPU may go, and come back. */
  constructor(
    private readonly onBackend: (backend: BackendReport) => void,
    private readonly open: OpenChild,
  ) {
    this.warm();
  }

  take(): TrainingChild {
    const child = this.spare ?? this.open();
    this.spare = undefined;
    return child;
  }

  /** Starts the next spare. Called when a run has ended, so that warming up does not compete with a run's start. */
  warm(): void {
    if (this.closed || this.spare) return;
    const spare = this.open();
    this.spare = spare;
    void spare.backend.then(this.onBackend);
    void spare.ended.then(() => {
      if (this.spare === spare) this.spare = undefined;
    });
  }

  close(): void {
    this.closed = true;
    this.spare?.kill();
  }
}
