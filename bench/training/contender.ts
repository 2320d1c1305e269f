import { type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import type { Readable, Writable } from "node:stream";

export interface Round {
  samplesPerSecond: number;
  loss: number;
}

/** A process that trains on demand: it is told a number of steps and answers with its speed. It idles between rounds. */
export class Contender {
  private constructor(
    readonly name: string,
    private readonly child: ChildProcessByStdio<Writable, Readable, null>,
    private readonly lines: AsyncIterator<string>,
  ) {}

  static async start(command: string, parameters: string[]): Promise<Contender> {
    const child = spawn(command, parameters, { stdio: ["pipe", "pipe", "inherit"] });
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    const { name } = (await answer(lines, command)) as { name: string };
    return new Contender(name, child, lines);
  }

  async train(steps: number): Promise<Round> {
    this.child.stdin.write(`${String(steps)}\n`);
    return (await answer(this.lines, this.name)) as Round;
  }

  async stop(): Promise<void> {
    this.child.stdin.end();
    if (this.child.exitCode === null) await once(this.child, "exit");
  }
}

/** Contenders that train at the same time, each on its own part of the work: their speeds add up. */
export class Together {
  constructor(
    readonly name: string,
    private readonly contenders: readonly Contender[],
  ) {}

  async train(steps: number): Promise<Round> {
    const rounds = await Promise.all(this.contenders.map((contender) => contender.train(steps)));
    const slowest = Math.min(...rounds.map(({ samplesPerSecond }) => samplesPerSecond));
    return { samplesPerSecond: slowest * rounds.length, loss: rounds[0].loss };
  }

  async stop(): Promise<void> {
    await Promise.all(this.contenders.map((contender) => contender.stop()));
  }
}

async function answer(lines: AsyncIterator<string>, from: string): Promise<unknown> {
  const next = await lines.next();
  if (next.done === true) throw new Error(`${from} ended without an answer.`);
  return JSON.parse(next.value);
}
