import { fork, type ChildProcess } from "node:child_process";
import { setPriority } from "node:os";
import { extname } from "node:path";
import { fileURLToPath } from "node:url";
import { projectRoot } from "../../src/kernel/project-root.js";
import type { BackendReport, FromChild, ToChild } from "./messages.js";
import { nativeEnvironment } from "./tensor/native.js";

/** The child is TypeScript or JavaScript as this file is. */
const EXTENSION = extname(import.meta.url);
const ENTRY = fileURLToPath(new URL(`./child${EXTENSION}`, import.meta.url));
const LOADER = EXTENSION === ".ts" ? ["--import", "@swc-node/register/esm-register"] : ["--enable-source-maps"];

/** What a child may know of the worker's environment: where things are, and which GPU to use; no address, no secret. */
const PASSED_ON = /^(PATH|HOME|TMPDIR|LANG|LD_LIBRARY_PATH|CUDA_.*|TF_.*|NVIDIA_.*|XLA_.*)$/;

const LAST_WORDS_LINES = 12;
/** Training gives way to everything that answers a person. */
const NICE = 5;

/** How a child ended. `lastWords` are the last lines it wrote to stderr. */
export interface ChildEnd {
  code: number | null;
  signal: NodeJS.Signals | null;
  lastWords: string;
}

/** One training process. It trains one run at most, then it is gone. */
export class TrainingChild {
  private readonly process: ChildProcess;
  private stderr = "";
  private receive: (message: FromChild) => void = () => undefined;
  readonly ended: Promise<ChildEnd>;
  /** What the machine offers, once the child is warm. Never settles for a child that ends before. */
  readonly backend: Promise<BackendReport>;

  constructor() {
    const given = Object.fromEntries(Object.entries(process.env).filter(([name]) => PASSED_ON.test(name)));
    const env = { ...nativeEnvironment, ...given };
    this.process = fork(ENTRY, { cwd: projectRoot, env, execArgv: LOADER, serialization: "advanced", silent: true });
    this.process.stdout?.resume();
    this.process.stderr?.setEncoding("utf8").on("data", (text: string) => {
      this.stderr = (this.stderr + text).slice(-8_000);
    });
    this.backend = new Promise((resolve) => {
      this.process.on("message", (message) => {
        const said = message as FromChild;
        if (said.type === "ready") resolve(said.backend);
        else this.receive(said);
      });
    });
    this.ended = new Promise((resolve) => {
      this.process.on("error", (error) => resolve({ code: null, signal: null, lastWords: error.message }));
      this.process.on("close", (code, signal) => resolve({ code, signal, lastWords: this.lastWords() }));
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

  tell(message: ToChild): void {
    if (this.process.connected) this.process.send(message, () => undefined);
  }

  /** Ends it at once, whatever it does. */
  kill(): void {
    this.process.kill("SIGKILL");
  }

  private lastWords(): string {
    return this.stderr.trim().split("\n").slice(-LAST_WORDS_LINES).join("\n");
  }
}

/** Keeps one child warm, its backend open, so that a run starts in milliseconds. */
export class ChildPool {
  private spare: TrainingChild | undefined;
  private closed = false;

  /** `onBackend` is told what the machine offers, once, when the first child is warm. */
  constructor(onBackend: (backend: BackendReport) => void) {
    this.warm();
    void this.spare?.backend.then(onBackend);
  }

  take(): TrainingChild {
    const child = this.spare ?? new TrainingChild();
    this.spare = undefined;
    return child;
  }

  /** Starts the next spare. Called when a run has ended, so that warming up does not compete with a run's start. */
  warm(): void {
    if (this.closed || this.spare) return;
    const spare = new TrainingChild();
    this.spare = spare;
    void spare.ended.then(() => {
      if (this.spare === spare) this.spare = undefined;
    });
  }

  close(): void {
    this.closed = true;
    this.spare?.kill();
  }
}
