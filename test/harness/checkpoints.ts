import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { projectRoot } from "../../src/kernel/project-root.js";
import { decodeTensorFile, encodeTensorFile, type RawTensor } from "../../workers/runtime/safetensors.js";
import { zipOf } from "./zip.js";

/** A random BERT of two small blocks, as Hugging Face's library has written it. */
const FIXTURE = join(projectRoot, "test/fixtures/models/bert-tiny-fixture");
const FILES = ["config.json", "vocab.txt", "model.safetensors"];

/** What differs from the fixture: files by their names, undefined to leave one out; tensors likewise. */
export interface ChangedCheckpoint {
  files?: Record<string, string | undefined>;
  tensors?: Record<string, Partial<RawTensor> | undefined>;
  folder?: string;
}

/** The fixture as a ZIP archive. */
export async function checkpointZip({
  files = {},
  tensors = {},
  folder = "",
}: ChangedCheckpoint = {}): Promise<Buffer> {
  const contents = new Map<string, string | Uint8Array | undefined>();
  for (const name of FILES) contents.set(name, await readFile(join(FIXTURE, name)));
  const own = Object.entries(decodeTensorFile(contents.get("model.safetensors") as Buffer).tensors);
  const changed = own.flatMap(([name, tensor]): [string, RawTensor][] =>
    name in tensors && !tensors[name] ? [] : [[name, { ...tensor, ...tensors[name] }]],
  );
  contents.set("model.safetensors", encodeTensorFile(Object.fromEntries(changed), {}));
  for (const [name, content] of Object.entries(files)) contents.set(name, content);
  return zipOf(
    [...contents].flatMap(([name, content]) =>
      content === undefined ? [] : [{ name: folder + name, content, deflated: name !== "model.safetensors" }],
    ),
  );
}

/** The fixture's tensors, under the names that Hugging Face's library has given them. */
export async function fixtureTensors(): Promise<Record<string, RawTensor>> {
  return decodeTensorFile(await readFile(join(FIXTURE, "model.safetensors"))).tensors;
}

/** The fixture's tensor of that name in 32-bit floats. */
export async function fixtureTensor(name: string): Promise<Float32Array> {
  const { [name]: tensor } = await fixtureTensors();
  return new Float32Array(new Uint8Array(tensor.bytes).buffer);
}
