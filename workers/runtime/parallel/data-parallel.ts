import * as tf from "@tensorflow/tfjs";
import { kernelName, type BlendAttributes } from "../tensor/kernels/training.js";
import type { Batch, Found, GradientNetwork, Learning, ReplicaSource } from "./network.js";
import { cut, joined, partOf, type Rows } from "./parts.js";
import { ReplicaThread } from "./replica-thread.js";
import { floatsOf, leave, numbersIn, type Place, placesIn, roomFor } from "./shared-memory.js";

/** What data parallelism is opened with. */
export interface Parallelism<B extends Batch, F extends Found> {
  network: GradientNetwork<B, F>;
  replica: ReplicaSource;
  /** Threads in all, the caller's own among them. */
  threads: number;
  /** Weights and gradients travel between the threads as bfloat16, in half the bytes. */
  half?: boolean;
  log(message: string): void;
}

/**
 * Gradients of a batch, computed by several threads: each takes a part of the rows, and the parts' gradients are averaged by
 * their sizes, always in the same order. The same threads and seed give the same bits; one thread gives the network's own.
 *
 * Synchronous data parallelism as in Chen et al., "Revisiting Distributed Synchronous SGD", 2016, without backup workers.
 */
export class DataParallel<B extends Batch, F extends Found> {
  private constructor(
    private readonly network: GradientNetwork<B, F>,
    private readonly others: readonly Other[],
    private readonly weights: ReadonlyMap<string, Place>,
  ) {}

  /** Starts the other threads, which takes a second. On a backend that is parallel by itself there are none, and `log` says so. */
  static async open<B extends Batch, F extends Found>({
    network,
    replica,
    threads,
    half = false,
    log,
  }: Parallelism<B, F>): Promise<DataParallel<B, F>> {
    const { variables } = network;
    const own = tf.getBackend() === "wasm";
    const weights = roomFor(variables, half);
    // The weights lie there once for all; each of the others leaves its gradients.
    if (threads > 1) log(own ? onThreads(threads, threads * weights.byteLength) : NOT_NEEDED);
    const others = Array.from({ length: own ? threads - 1 : 0 }, (): Other => {
      const gradients = roomFor(variables, half);
      const thread = new ReplicaThread({ source: replica, weights, gradients, half });
      return { thread, gradients: placesIn(gradients, variables, half) };
    });
    const parallel = new DataParallel(network, others, placesIn(weights, variables, half));
    try {
      await Promise.all(others.map(({ thread }) => thread.ready));
      return parallel;
    } catch (error) {
      parallel.dispose();
      throw error;
    }
  }

  /**
   * Gradients of the mean loss over the batch's `rows` rows under the network's present weights. The caller disposes of them.
   *
   * @throws {ThreadLost} when a thread has ended; whatever a network throws.
   */
  async gradients(batch: B, rows: number): Promise<Learning<F>> {
    const parts = cut(rows, this.others.length + 1);
    if (parts.length === 1) return this.network.gradients(batch);
    for (const [name, place] of this.weights) leave(place, floatsOf(this.network.variables[name]));
    const asked = parts.slice(1).map((part, at) => {
      const { thread } = this.others[at];
      thread.ask(partOf(batch, rows, part));
      return thread;
    });
    const own = await this.network.gradients(partOf(batch, rows, parts[0]));
    const found: F[] = [];
    for (const thread of asked) found.push((await thread.learnt()) as F);
    return { gradients: this.averaged(own.gradients, parts), found: joined([own.found, ...found], parts) };
  }

  dispose(): void {
    for (const { thread } of this.others) thread.end();
  }

  /** The parts' gradients, each times its share of the rows, added up in the parts' order. Takes over this thread's own. */
  private averaged(own: tf.NamedTensorMap, parts: readonly Rows[]): tf.NamedTensorMap {
    const [first, ...rest] = shares(parts);
    const entries = Object.entries(own).map(([name, gradient]) => {
      const mean = rest.reduce((sum, b, at) => {
        const y = numbersIn(this.others[at].gradients.get(name)!);
        return blended(sum, { a: at === 0 ? first : 1, b, y });
      }, gradient);
      return [name, mean] as const;
    });
    return Object.fromEntries(entries);
  }
}

/** Another thread, and where it leaves its gradients. */
interface Other {
  thread: ReplicaThread;
  gradients: ReadonlyMap<string, Place>;
}

function onThreads(threads: number, bytes: number): string {
  return `It computes on ${threads} threads, each on its part of every batch. They send each other ${bytes} bytes a step.`;
}

const NOT_NEEDED = "The number of threads is left to the backend, which spreads its work by itself.";

function shares(parts: readonly Rows[]): number[] {
  const rows = parts.at(-1)!.to;
  return parts.map(({ from, to }) => (to - from) / rows);
}

/** a · x + b · y, in the place of x where no other tensor shares it. */
function blended(x: tf.Tensor, attributes: BlendAttributes): tf.Tensor {
  const [sum] = tf.engine().runKernel(kernelName.blend, { x }, { ...attributes }) as unknown as tf.Tensor[];
  if (sum) x.dispose();
  return sum ?? x;
}
