import { type ChildProcess, fork, type ForkOptions } from "node:child_process";
import { once } from "node:events";
import { bind, processorSeconds, residentBytes } from "./cores.js";

/** A Node program on one core, which this process talks to by messages. It ends with this process. */
export class Program<In extends object, Out> {
  private constructor(
    private readonly child: ChildProcess,
    /** Its first message. */
    readonly ready: Out,
  ) {}

  /** Starts it; resolves with its first message. */
  static async start<In extends object, Out>(
    file: string,
    parameters: string[],
    core: number,
    options: ForkOptions = {},
  ): Promise<Program<In, Out>> {
    const child = fork(file, parameters, {
      ...options,
      env: { ...process.env, NODE_ENV: "production", ...options.env },
    });
    bind(child.pid!, core);
    return new Program<In, Out>(child, await nextMessage<Out>(child, file));
  }

  /** Sends a message and resolves with the answer. */
  async ask(message: In): Promise<Out> {
    const answer = nextMessage<Out>(this.child, this.child.spawnfile);
    this.child.send(message);
    return answer;
  }

  /** Processor time so far, in seconds. */
  processorSeconds(): number {
    return processorSeconds(this.child.pid!);
  }

  /** Memory that it holds, in bytes. */
  residentBytes(): number {
    return residentBytes(this.child.pid!);
  }

  async stop(): Promise<void> {
    if (this.child.exitCode !== null) return;
    const exited = once(this.child, "exit");
    this.child.disconnect();
    await exited;
  }
}

async function nextMessage<Out>(child: ChildProcess, name: string): Promise<Out> {
  const ended = new AbortController();
  try {
    const exit = once(child, "exit", { signal: ended.signal }).then(() => {
      throw new Error(`${name} ended without an answer.`);
    });
    exit.catch(() => undefined);
    const [message] = (await Promise.race([once(child, "message", { signal: ended.signal }), exit])) as [Out];
    return message;
  } finally {
    ended.abort();
  }
}
