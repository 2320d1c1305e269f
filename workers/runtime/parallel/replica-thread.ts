import { MessageChannel, type MessagePort, receiveMessageOnPort, Worker } from "node:worker_threads";
import { NODE_ARGUMENTS, programAt } from "../../../src/kernel/program.js";
import { TrainingFailure } from "../failure.js";
import type { Batch, Found } from "./network.js";
import { ANSWERED, ASKED, type FromThread, type ThreadData, type ToThread } from "./thread-messages.js";

const ENTRY = programAt("./thread", import.meta.url);

/** Parts are of one size, so a thread is done at nearly the same time: waiting for it without the event loop saves a wake-up. */
const BRIEFLY_MS = 20;

/** A thread ended that was needed: nothing is wrong with the run, and its last checkpoint can be taken up again. */
export class ThreadLost extends Error {
  override name = "ThreadLost";
}

/** Another thread's replica, seen from the thread that trains. It is asked one question at a time. */
export class ReplicaThread {
  /** Resolves when its network stands. */
  readonly ready: Promise<void>;
  private readonly thread: Worker;
  private readonly port: MessagePort;
  private readonly signals = new Int32Array(new SharedArrayBuffer(8));
  private readonly inbox: FromThread[] = [];
  private lost: Error | undefined;
  private wake: () => void = () => undefined;

  constructor(data: Omit<ThreadData, "port" | "signals">) {
    const { port1, port2 } = new MessageChannel();
    this.port = port1;
    const workerData: ThreadData = { ...data, port: port2, signals: this.signals };
    this.thread = new Worker(ENTRY, { workerData, transferList: [port2], execArgv: NODE_ARGUMENTS });
    port1.on("message", (message: FromThread) => {
      this.inbox.push(message);
      this.wake();
    });
    this.thread.on("error", (error) => this.lose(`A training thread died: ${String(error)}`));
    this.thread.on("exit", (code) => this.lose(`A training thread ended with code ${code}.`));
    this.ready = this.answer().then(() => undefined);
  }

  /** Lets the replica learn from a part of a batch, whose memory is handed over. `learnt` has the answer. */
  ask(part: Batch): void {
    const buffers = Object.values(part).flatMap((values) => (values ? [values.buffer as ArrayBuffer] : []));
    this.port.postMessage({ part } satisfies ToThread, buffers);
    Atomics.add(this.signals, ASKED, 1);
    Atomics.notify(this.signals, ASKED);
  }

  /** What the replica found; its gradients lie in shared memory. Rejects with ThreadLost when the thread ends. */
  async learnt(): Promise<Found> {
    const asked = Atomics.load(this.signals, ASKED);
    Atomics.wait(this.signals, ANSWERED, asked - 1, BRIEFLY_MS);
    const received: { message: FromThread } | undefined = receiveMessageOnPort(this.port);
    if (received) this.inbox.push(received.message);
    const message = await this.answer();
    if (message.type !== "done") throw new Error("A training thread answered what it was not asked.");
    return message.found;
  }

  end(): void {
    this.port.close();
    void this.thread.terminate();
  }

  private async answer(): Promise<FromThread> {
    while (this.inbox.length === 0) {
      if (this.lost) throw this.lost;
      await new Promise<void>((resolve) => (this.wake = resolve));
    }
    const message = this.inbox.shift()!;
    if (message.type !== "failed") return message;
    throw message.code ? new TrainingFailure(message.code, message.message) : new Error(message.message);
  }

  private lose(message: string): void {
    this.lost ??= new ThreadLost(message);
    this.wake();
  }
}
