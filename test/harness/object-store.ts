import { createHash } from "node:crypto";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { buffer } from "node:stream/consumers";
import S3rver from "s3rver";
import type { S3Config } from "../../src/config.js";

/** An S3 server on this machine, with one empty bucket. */
export interface ObjectStore {
  s3: S3Config;
  /** Stops answering; `start` goes on at the same address with the same objects. */
  stop(): Promise<void>;
  start(): Promise<void>;
  /** Overwrites the bytes of an object behind everybody's back. */
  damage(key: string): Promise<void>;
  /** What lies in the bucket, in order. */
  keys(): Promise<string[]>;
  /** Ends it for good. */
  remove(): Promise<void>;
}

const BUCKET = "artifacts";

export async function startObjectStore(): Promise<ObjectStore> {
  const directory = await mkdtemp(join(tmpdir(), "groundwork-s3-"));
  let server: S3rver;
  let port = 0;
  const start = async () => {
    server = new S3rver({ address: "127.0.0.1", port, directory, silent: true, configureBuckets: [{ name: BUCKET }] });
    writeBeforeAnswering(server);
    await server.run();
    port = (server.httpServer.address() as AddressInfo).port;
  };
  const stop = async () => {
    server.httpServer.closeAllConnections();
    await server.close();
  };
  await start();
  const credentials = { accessKeyId: "S3RVER", secretAccessKey: "S3RVER" };
  const endpoint = `http://127.0.0.1:${port}`;
  return {
    s3: { bucket: BUCKET, endpoint, region: "us-east-1", forcePathStyle: true, credentials, prefix: "groundwork" },
    start,
    stop,
    async damage(key) {
      const file = join(directory, BUCKET, `${key}._S3rver_object`);
      const bytes = await readFile(file);
      bytes[bytes.length >> 1] ^= 1;
      await writeFile(file, bytes);
    },
    async keys() {
      const found = await readdir(join(directory, BUCKET), { recursive: true });
      return found.filter((name) => name.endsWith("._S3rver_object")).sort();
    },
    async remove() {
      await stop().catch(() => undefined);
      await rm(directory, { recursive: true, force: true });
    },
  };
}

/** s3rver answers an upload before its bytes are in the file, so that whoever reads at once finds fewer. */
function writeBeforeAnswering({ store }: S3rver): void {
  const write = async (file: string, content: AsyncIterable<Uint8Array> | Buffer) => {
    const bytes = Buffer.isBuffer(content) ? content : await buffer(content);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, bytes);
    const md5 = createHash("md5").update(bytes).digest("hex");
    await writeFile(`${file}.md5`, md5);
    return { size: bytes.length, md5 };
  };
  store.putObject = async ({ bucket, key, content, metadata }) => {
    const stored = await write(store.getResourcePath(bucket, key, "object"), content);
    await store.putMetadata(bucket, key, metadata, stored.md5);
    return stored;
  };
  store.putPart = (bucket, uploadId, part, content) =>
    write(join(store.getResourcePath(bucket, undefined, "uploads"), uploadId, String(part)), content);
}
