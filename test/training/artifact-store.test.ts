import { createHash, randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { PART_BYTES } from "../../src/domains/training/artifacts/artifact-content.js";
import type { ArtifactStore } from "../../src/domains/training/artifacts/artifact-store.js";
import { FolderStore } from "../../src/domains/training/artifacts/folder-store.js";
import { S3Store } from "../../src/domains/training/artifacts/s3-store.js";
import { startObjectStore, type ObjectStore } from "../harness/object-store.js";

let objects: ObjectStore;
let folder: string;
const stores = {} as Record<"a folder" | "a bucket", ArtifactStore>;

beforeAll(async () => {
  objects = await startObjectStore();
  folder = await mkdtemp(join(tmpdir(), "groundwork-store-"));
  stores["a folder"] = new FolderStore(join(folder, "artifacts"));
  stores["a bucket"] = new S3Store({ ...objects.s3, prefix: "tests/" });
});

afterAll(async () => {
  await objects.remove();
  await rm(folder, { recursive: true });
});

const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");

/** Pieces whose borders have nothing to do with those of parts. */
async function* pieces(bytes: Buffer) {
  for (let at = 0; at < bytes.length; at += 999_983) yield bytes.subarray(at, at + 999_983);
}

async function keys(store: ArtifactStore, before: Date): Promise<string[]> {
  const found: string[] = [];
  for await (const batch of store.writtenBefore(before)) found.push(...batch);
  return found.sort();
}

const tomorrow = () => new Date(Date.now() + 86_400_000);

describe.each(["a folder", "a bucket"] as const)("%s", (name) => {
  let store: ArtifactStore;

  beforeAll(() => {
    store = stores[name];
  });

  test("gives back what was put, and says its hash and size", async () => {
    const bytes = Buffer.from("weights");
    expect(await store.put("run/small", bytes)).toEqual({ sha256: sha256(bytes), size: 7 });
    expect(await store.read("run/small")).toEqual(bytes);
  });

  test("replaces what was there", async () => {
    await store.put("run/twice", Buffer.from("first"));
    await store.put("run/twice", Buffer.from("second"));
    expect(String(await store.read("run/twice"))).toBe("second");
  });

  test("keeps nothing as nothing", async () => {
    expect(await store.put("run/empty", new Uint8Array())).toEqual({ sha256: sha256(Buffer.alloc(0)), size: 0 });
    expect(await store.read("run/empty")).toHaveLength(0);
  });

  test.each(["memory", "pieces"])("takes from %s what is larger than a part", async (source) => {
    const bytes = randomBytes(2 * PART_BYTES + 12_345);
    const stored = await store.put(`run/large-${source}`, source === "memory" ? bytes : pieces(bytes));
    expect(stored).toEqual({ sha256: sha256(bytes), size: bytes.length });
    expect(sha256((await store.read(`run/large-${source}`))!)).toBe(sha256(bytes));
  });

  test("takes what fills its parts to the last byte", async () => {
    const bytes = randomBytes(2 * PART_BYTES);
    await store.put("run/full", pieces(bytes));
    expect(sha256((await store.read("run/full"))!)).toBe(sha256(bytes));
  });

  test("streams the whole, and a part of it", async () => {
    await store.put("run/digits", Buffer.from("0123456789"));
    expect(String(await buffer((await store.stream("run/digits"))!))).toBe("0123456789");
    expect(String(await buffer((await store.stream("run/digits", { first: 2, last: 5 }))!))).toBe("2345");
  });

  test("has nothing under a key that nobody put", async () => {
    expect(await store.read("run/never")).toBeUndefined();
    expect(await store.stream("run/never")).toBeUndefined();
    await store.remove("run/never");
  });

  test("keeps nothing of what broke off, and leaves what was there", async () => {
    async function* breaking() {
      yield randomBytes(PART_BYTES + 1);
      yield randomBytes(PART_BYTES + 1);
      throw new Error("the child died");
    }
    await store.put("run/held", Buffer.from("before"));
    await expect(store.put("run/held", breaking())).rejects.toThrow("the child died");
    await expect(store.put("run/broken", breaking())).rejects.toThrow("the child died");
    expect(String(await store.read("run/held"))).toBe("before");
    expect(await store.read("run/broken")).toBeUndefined();
    expect((await keys(store, tomorrow())).filter((key) => /drafts|broken/.test(key))).toEqual([]);
  });

  test("forgets what is removed", async () => {
    await store.put("run/removed", Buffer.from("x"));
    await store.remove("run/removed");
    expect(await store.read("run/removed")).toBeUndefined();
  });

  test("lists what was written before an instant, and nothing later", async () => {
    await store.put("listed/one", Buffer.from("1"));
    expect(await keys(store, tomorrow())).toContain("listed/one");
    expect(await keys(store, new Date(Date.now() - 3_600_000))).toEqual([]);
  });

  test.each(["../escape", "/etc/passwd", "a//b", "a/../b", "", "a b"])("takes %j for no key", async (key) => {
    await expect(store.put(key, Buffer.from("x"))).rejects.toThrow("is no artifact key");
    await expect(store.read(key)).rejects.toThrow("is no artifact key");
  });
});

describe("a bucket that cannot be used is refused at the start, with what to do", () => {
  const refusal = (changes: object) => new S3Store({ ...objects.s3, ...changes }).check();

  test("when there is no such bucket", async () => {
    await expect(refusal({ bucket: "elsewhere" })).rejects.toThrow(
      /^The artifact store s3:\/\/elsewhere at http:.* cannot be used: there is no such bucket; create it/,
    );
  });

  test("when nothing answers", async () => {
    await expect(refusal({ endpoint: "http://127.0.0.1:1" })).rejects.toThrow(/it does not answer \(.*ECONNREFUSED/);
  });

  test("when it refuses the key", async () => {
    const credentials = { accessKeyId: "somebody", secretAccessKey: "a wrong one" };
    await expect(refusal({ credentials })).rejects.toThrow(/refuses these credentials; correct GROUNDWORK_S3_ACCESS/);
  });
});

test("a bucket that is away says so, and goes on where it was when it is back", async () => {
  const store = stores["a bucket"];
  await store.put("away/held", Buffer.from("held"));
  await objects.stop();
  const out = "The artifact store is out of reach: try again in a moment.";
  await expect(store.put("away/late", Buffer.from("late"))).rejects.toThrow(out);
  await expect(store.read("away/held")).rejects.toThrow(out);
  await expect(store.stream("away/held")).rejects.toThrow(out);
  await expect(store.remove("away/held")).rejects.toThrow(out);
  await objects.start();
  await store.put("away/late", Buffer.from("late"));
  expect([String(await store.read("away/held")), String(await store.read("away/late"))]).toEqual(["held", "late"]);
});
