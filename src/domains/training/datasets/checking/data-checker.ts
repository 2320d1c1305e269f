import { createWriteStream } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { Worker } from "node:worker_threads";
import { NODE_ARGUMENTS, programAt } from "../../../../kernel/program.js";
import { bytesOf } from "../../../../kernel/uploaded-file.js";
import { findFormat } from "../formats/format-registry.js";
import { checkData, type CheckedData, type DataFile, type DataReading } from "./check-data.js";

const ENTRY = programAt("./check-thread", import.meta.url);

/** A file of this size that is not packed is read in a few milliseconds; a thread would take longer to start. */
const INLINE_BYTES = 500_000;
const AT_ONCE = 2;
const LIMITS = { seconds: 120, megabytes: 2_048 };

/** Looks at files without holding up the event loop: large ones in threads, two at a time, within limits of time and memory. */
export class DataChecker {
  private running = 0;
  private readonly waiting: (() => void)[] = [];

  /**
   * What `check` says of a file as it comes. Kinds that are read from a path go to the temporary folder meanwhile: they are never in memory as
   * a whole. What the content throws is thrown.
   */
  async checkContent(how: DataReading, content: AsyncIterable<Uint8Array>, first: number): Promise<CheckedData> {
    if (!findFormat(how.kind)?.readAt) return this.check({ ...how, bytes: await bytesOf(content) }, first);
    const folder = await mkdtemp(join(tmpdir(), "groundwork-"));
    try {
      const path = join(folder, "data");
      await pipeline(content, createWriteStream(path));
      return await this.check({ ...how, path }, first);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }

  /** What `checkData` says. A file that takes more than the limits is one whose only fault is that. The bytes are handed over. */
  private async check(file: DataFile, first: number): Promise<CheckedData> {
    const small = "bytes" in file && file.bytes.byteLength <= INLINE_BYTES;
    if (small && !findFormat(file.kind)?.packed) return checkData(file, first);
    if (this.running >= AT_ONCE) await new Promise<void>((resolve) => this.waiting.push(resolve));
    else this.running += 1;
    try {
      return await inThread(file, first);
    } finally {
      const next = this.waiting.shift();
      if (next) next();
      else this.running -= 1;
    }
  }
}

function inThread(file: DataFile, first: number): Promise<CheckedData> {
  return new Promise((resolve, reject) => {
    const thread = new Worker(ENTRY, {
      workerData: { file, first },
      transferList: "bytes" in file ? [file.bytes.buffer as ArrayBuffer] : [],
      resourceLimits: { maxOldGenerationSizeMb: LIMITS.megabytes },
      execArgv: NODE_ARGUMENTS,
    });
    const timer = setTimeout(() => end(() => resolve(tooMuch(`${LIMITS.seconds} seconds`))), LIMITS.seconds * 1_000);
    const end = (settle: () => void) => {
      clearTimeout(timer);
      settle();
      void thread.terminate();
    };
    thread.once("message", (checked: CheckedData) => end(() => resolve(checked)));
    thread.once("error", (error: Error & { code?: string }) =>
      end(() => {
        if (error.code === "ERR_WORKER_OUT_OF_MEMORY") resolve(tooMuch(`${LIMITS.megabytes} MB of memory`));
        else reject(error);
      }),
    );
    thread.once("exit", (code) => end(() => reject(new Error(`the thread that reads a file ended with code ${code}`))));
  });
}

function tooMuch(limit: string): CheckedData {
  const fault = { message: `reading the file takes more than ${limit}; divide it.` };
  return { profile: null, preview: null, faults: [fault], faultCount: 1 };
}
