import { createHash, randomUUID } from "node:crypto";
import { readdir, rm, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "@jest/globals";
import type { Client } from "../harness/client.js";
import { withProduct } from "../harness/product.js";
import { launch } from "../harness/runs.js";

const product = withProduct();
const TEXT = "0123456789".repeat(100);
const SHA256 = createHash("sha256").update(TEXT).digest("hex");

interface Artifact {
  id: string;
  name: string;
  url: string;
  urlExpiresAt: string;
  sha256: string;
  size: number;
  mediaType: string;
}

let founder: Client;
/** No worker runs here, so the run stays queued and has what the test keeps. */
let runId: string;
let artifact: Artifact;

const rowId = () => runId.replace("TrainingRun_", "");

function keep(name: string, text = TEXT): Promise<string> {
  const bytes = Buffer.from(text);
  return product.services.artifacts.keep({ runId: rowId(), kind: "WEIGHTS", name, mediaType: "text/plain", bytes });
}

async function find(name: string): Promise<Artifact | undefined> {
  const { trainingRun } = await founder.query<{ trainingRun: { artifacts: Artifact[] } }>(
    `query ($id: ID!) { trainingRun(id: $id) { artifacts { id name url urlExpiresAt sha256 size mediaType } } }`,
    { id: runId },
  );
  return trainingRun.artifacts.find((one) => one.name === name);
}

async function folder(): Promise<string> {
  const root = join(product.config.home, "artifacts");
  return join(root, (await readdir(root))[0], rowId());
}

beforeAll(async () => {
  founder = await product.founder();
  runId = (await launch(founder)).id;
  await keep("numbers.txt");
  artifact = (await find("numbers.txt"))!;
});

const download = (headers: Record<string, string> = {}, method = "GET") =>
  fetch(product.url + artifact.url, { headers, method });

test("an artifact says its hash, its size and until when its address works", () => {
  expect(artifact).toMatchObject({ sha256: SHA256, size: 1000, mediaType: "text/plain" });
  const minutes = (Date.parse(artifact.urlExpiresAt) - Date.now()) / 60_000;
  expect(minutes).toBeGreaterThan(13);
  expect(minutes).toBeLessThanOrEqual(15);
});

test("a download is whole, says what it is, and may run nothing", async () => {
  const response = await download();
  expect(response.status).toBe(200);
  expect(await response.text()).toBe(TEXT);
  expect(Object.fromEntries(response.headers)).toMatchObject({
    "content-type": "text/plain",
    "content-length": "1000",
    "content-disposition": 'inline; filename="numbers.txt"',
    "accept-ranges": "bytes",
    etag: `"${SHA256}"`,
    "repr-digest": `sha-256=:${Buffer.from(SHA256, "hex").toString("base64")}:`,
    "x-content-type-options": "nosniff",
    "content-security-policy": expect.stringContaining("sandbox"),
  });
});

test.each([
  ["bytes=0-4", "01234", "bytes 0-4/1000"],
  ["bytes=0-0", "0", "bytes 0-0/1000"],
  ["bytes=995-", "56789", "bytes 995-999/1000"],
  ["bytes=-3", "789", "bytes 997-999/1000"],
  ["bytes=998-5000", "89", "bytes 998-999/1000"],
])("%s brings a part", async (range, part, contentRange) => {
  const response = await download({ range });
  expect(response.status).toBe(206);
  expect(response.headers.get("content-range")).toBe(contentRange);
  expect(response.headers.get("content-length")).toBe(String(part.length));
  expect(await response.text()).toBe(part);
});

test("a range beyond the end cannot be satisfied", async () => {
  const response = await download({ range: "bytes=1000-" });
  expect(response.status).toBe(416);
  expect(response.headers.get("content-range")).toBe("bytes */1000");
  expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: "RANGE_NOT_SATISFIABLE" } }] });
});

test.each(["bytes=0-1,4-5", "lines=0-4"])("%s brings the whole", async (range) => {
  const response = await download({ range });
  expect([response.status, await response.text()]).toEqual([200, TEXT]);
});

test("If-Range brings the part only of the same bytes", async () => {
  const same = await download({ range: "bytes=0-4", "if-range": `"${SHA256}"` });
  expect([same.status, await same.text()]).toEqual([206, "01234"]);
  const other = await download({ range: "bytes=0-4", "if-range": `"another"` });
  expect([other.status, await other.text()]).toEqual([200, TEXT]);
});

test("what the client has already is not sent again", async () => {
  const response = await download({ "if-none-match": `"${SHA256}"` });
  expect([response.status, await response.text()]).toEqual([304, ""]);
  expect((await download({ "if-none-match": `"another"` })).status).toBe(200);
});

test("HEAD says what GET would, without a body", async () => {
  const response = await download({}, "HEAD");
  expect([response.status, response.headers.get("content-length"), await response.text()]).toEqual([200, "1000", ""]);
  expect((await download({ range: "bytes=0-4" }, "HEAD")).headers.get("content-range")).toBe("bytes 0-4/1000");
});

test("a download address that has expired is refused", async () => {
  const url = product.services.artifacts.addressOf(artifact.id.replace("Artifact_", ""), Date.now() - 17 * 60_000);
  const response = await fetch(product.url + url);
  expect(response.status).toBe(403);
  expect(await response.json()).toMatchObject({ errors: [{ message: expect.stringContaining("has expired") }] });
});

describe("bytes", () => {
  test("that are gone from the store answer as what does not exist", async () => {
    await keep("lost.txt");
    const { id, url } = (await find("lost.txt"))!;
    await rm(join(await folder(), id.replace("Artifact_", "")));
    const response = await fetch(product.url + url);
    expect(response.status).toBe(404);
    expect(response.headers.get("etag")).toBeNull();
    expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: "NOT_FOUND" } }] });
  });

  test("that are damaged count as absent for those who go on from them", async () => {
    const { artifacts } = product.services;
    const id = await keep("checkpoint-16.safetensors");
    expect(String(await artifacts.load(rowId(), "checkpoint-16.safetensors"))).toBe(TEXT);
    const file = join(await folder(), id);
    await writeFile(file, TEXT.replace("5", "6"));
    expect(await artifacts.load(rowId(), "checkpoint-16.safetensors")).toBeUndefined();
    await writeFile(file, TEXT.slice(1));
    expect(await artifacts.load(rowId(), "checkpoint-16.safetensors")).toBeUndefined();
  });

  test("and rows go together", async () => {
    const { artifacts } = product.services;
    const id = await keep("old.txt");
    await artifacts.remove(rowId(), id);
    expect(await find("old.txt")).toBeUndefined();
    expect(await readdir(await folder())).not.toContain(id);
  });

  test("that were replaced are gone, and the new ones are there", async () => {
    await keep("replaced.txt", "old");
    const before = await readdir(await folder());
    await keep("replaced.txt", "new");
    const after = await readdir(await folder());
    expect(after).toHaveLength(before.length);
    expect(String(await product.services.artifacts.load(rowId(), "replaced.txt"))).toBe("new");
  });

  test("without a row go after a day, of deleted runs too, and those of artifacts stay", async () => {
    const { artifacts, reader } = product.services;
    const gone = await launch(founder);
    const goneId = gone.id.replace("TrainingRun_", "");
    await artifacts.keep({
      runId: goneId,
      kind: "WEIGHTS",
      name: "w",
      mediaType: "text/plain",
      bytes: Buffer.from("w"),
    });
    await reader.query(`delete from training_run where id = $1`, [goneId]);
    const [lost] = await readdir(join(await folder(), "..", goneId));
    expect(await artifacts.removeOrphans()).toBe(0);
    const yesterday = new Date(Date.now() - 25 * 3_600_000);
    await utimes(join(await folder(), "..", goneId, lost), yesterday, yesterday);
    const kept = await readdir(await folder());
    for (const name of kept) await utimes(join(await folder(), name), yesterday, yesterday);
    expect(await artifacts.removeOrphans()).toBe(1);
    expect(await readdir(join(await folder(), "..", goneId))).toEqual([]);
    expect(await readdir(await folder())).toEqual(kept);
  });

  test("that never became an artifact go too", async () => {
    const { artifacts } = product.services;
    // The run is not there, so no row takes the bytes.
    await artifacts.keep({
      runId: randomUUID(),
      kind: "WEIGHTS",
      name: "w",
      mediaType: "a/b",
      bytes: Buffer.from("w"),
    });
    expect(await artifacts.removeOrphans(Date.now() + 25 * 3_600_000)).toBe(1);
  });
});
