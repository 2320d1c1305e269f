import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { expect, test } from "@jest/globals";
import { ZipArchive } from "../../src/kernel/zip-archive.js";
import { type Packed, zipOf } from "../harness/zip.js";

const LIMITS = { entries: 10, bytes: 5_000_000 };
const open = (files: Packed[]) => ZipArchive.open(zipOf(files), LIMITS);

test("an archive in memory and the same at a path give its files, without folders and what file managers leave behind", async () => {
  const files = [
    { name: "cats/", content: "" },
    { name: "cats/one.txt", content: "miaow ".repeat(50), deflated: true },
    { name: "cats\\two.txt", content: "purr" },
    { name: "__MACOSX/cats/._one.txt", content: "x" },
    { name: "cats/.DS_Store", content: "x" },
  ];
  const folder = await mkdtemp(join(tmpdir(), "zip-"));
  const path = join(folder, "cats.zip");
  await writeFile(path, zipOf(files));
  for (const source of [zipOf(files), path]) {
    const archive = await ZipArchive.open(source, LIMITS);
    expect(archive.entries.map(({ name, size }) => [name, size])).toEqual([
      ["cats/one.txt", 300],
      ["cats/two.txt", 4],
    ]);
    expect(await text(await archive.entries[0].open())).toBe("miaow ".repeat(50));
    expect((await archive.entries[1].bytes()).toString()).toBe("purr");
    archive.close();
  }
  await rm(folder, { recursive: true });
});

test.each([
  ["declared UTF-8", Buffer.from("猫/é.png"), 0x800],
  ["UTF-8 of macOS, undeclared and decomposed", Buffer.from("猫/é.png".normalize("NFD")), 0],
  [
    "GB18030 of a Chinese Windows",
    Buffer.from([0xc3, 0xa8, ...Buffer.from("/"), 0xa8, 0xa6, ...Buffer.from(".png")]),
    0,
  ],
])("names in %s are read", async (_, name, flags) => {
  expect((await open([{ name, content: "x", flags }])).entries.map((entry) => entry.name)).toEqual(["猫/é.png"]);
});

const zeros = new Uint8Array(3_000_000);

test.each<[string, Packed[], string | undefined, string]>([
  ["a name that climbs", [{ name: "a/../../b", content: "" }], "a/../../b", "leads out of the archive's folder"],
  ["a name that climbs on Windows", [{ name: "..\\b", content: "" }], "../b", "leads out of the archive's folder"],
  ["an absolute name", [{ name: "/etc/passwd", content: "" }], "/etc/passwd", "leads out of the archive's folder"],
  ["a name with a drive", [{ name: "C:/b", content: "" }], "C:/b", "leads out of the archive's folder"],
  ["a name with U+0000", [{ name: "a\0b", content: "" }], "a\0b", "characters that no name may hold"],
  [
    "a name that comes twice",
    [
      { name: "a", content: "" },
      { name: "a", content: "" },
    ],
    "a",
    "comes twice",
  ],
  ["a link", [{ name: "a", content: "/etc/passwd", mode: 0o120777 }], "a", "a link or a device"],
  ["an encrypted file", [{ name: "a", content: "x".repeat(20), flags: 0x801, size: 8 }], "a", "encrypted"],
  ["an unknown way of packing", [{ name: "a", content: "x", method: 12 }], "a", "packed by method 12"],
  ["a bomb", [{ name: "a", content: zeros, deflated: true }], "a", "more than 200 times its packed size"],
  [
    "too much",
    [
      { name: "a", content: zeros },
      { name: "b", content: zeros },
    ],
    "b",
    "more than 5000000 bytes",
  ],
  [
    "too many",
    Array.from({ length: 11 }, (_, at) => ({ name: `${at}`, content: "" })),
    undefined,
    "has 11 entries; 10",
  ],
])("%s is refused by its name, before anything is unpacked", async (_, files, entry, reason) => {
  await expect(open(files)).rejects.toMatchObject({
    name: "ZipFault",
    entry,
    reason: expect.stringContaining(reason),
  });
});

test("two entries that share their bytes are refused", async () => {
  const bytes = zipOf([{ name: "a", content: Buffer.alloc(50_000, 7) }]);
  const directory = bytes.subarray(bytes.indexOf("PK\x01\x02"), bytes.length - 22);
  const again = Buffer.from(directory);
  again.write("b", again.length - 1);
  const end = Buffer.from(bytes.subarray(-22));
  end.writeUInt16LE(2, 8);
  end.writeUInt16LE(2, 10);
  end.writeUInt32LE(2 * directory.length, 12);
  const both = Buffer.concat([bytes.subarray(0, -22), again, end]);
  await expect(ZipArchive.open(both, LIMITS)).rejects.toMatchObject({ entry: "b", reason: /another entry/ });
});

test.each<[string, Omit<Packed, "name">, string]>([
  ["another checksum", { content: "hello", checksum: 7 }, "its checksum is another"],
  ["more bytes than it says", { content: "hello, hello", deflated: true, size: 5 }, "damaged"],
  ["fewer bytes than it says", { content: "hello", deflated: true, size: 9 }, "damaged"],
  ["bytes that cannot be unpacked", { content: "hello", method: 8 }, "damaged"],
])("a file with %s cannot be read, and is named", async (_, packed, reason) => {
  const { entries } = await open([
    { name: "good", content: "good" },
    { name: "bad", ...packed },
  ]);
  expect((await entries[0].bytes()).toString()).toBe("good");
  await expect(entries[1].bytes()).rejects.toMatchObject({ entry: "bad", reason: expect.stringContaining(reason) });
});

test.each([
  ["a text", Buffer.from("no archive at all, but a text")],
  ["nothing", new Uint8Array()],
  ["an archive without its end", zipOf([{ name: "a", content: "x".repeat(100) }]).subarray(0, -30)],
])("%s is no archive", async (_, bytes) => {
  await expect(ZipArchive.open(bytes, LIMITS)).rejects.toMatchObject({ name: "ZipFault", reason: /no ZIP archive/ });
});
