import type { Readable } from "node:stream";
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadBucketCommand,
  paginateListObjectsV2,
  PutObjectCommand,
  S3Client,
  S3ServiceException,
  UploadPartCommand,
  type CompletedPart,
} from "@aws-sdk/client-s3";
import type { ByteRange } from "../../../kernel/byte-range.js";
import { StartupError } from "../../../kernel/startup-error.js";
import { partsOf, Seal } from "./artifact-content.js";
import { requireKey, StoreUnavailable, type ArtifactStore, type Content, type Stored } from "./artifact-store.js";

/** How to reach a bucket. Without `endpoint` it is Amazon's, without `credentials` they come from the SDK's default chain. */
export interface S3Settings {
  bucket: string;
  endpoint: string | undefined;
  region: string;
  /** The bucket's name stands in the path, not in the host name. */
  forcePathStyle: boolean;
  credentials: { accessKeyId: string; secretAccessKey: string } | undefined;
  /** Put before all keys. */
  prefix: string;
}

/** Attempts at each request, with growing pauses of a second and a half at most in all; a longer absence is the caller's to bear. */
const ATTEMPTS = 5;

/** A bucket of Amazon S3 or of a server that speaks its protocol. */
export class S3Store implements ArtifactStore {
  private readonly client: S3Client;
  private readonly where: string;

  constructor(private readonly settings: S3Settings) {
    const { bucket, endpoint, region, forcePathStyle, credentials } = settings;
    this.where = `s3://${bucket}${endpoint ? ` at ${endpoint}` : ""}`;
    this.client = new S3Client({
      endpoint,
      region,
      forcePathStyle,
      credentials,
      maxAttempts: ATTEMPTS,
      // Servers other than Amazon's know neither the newer checksums nor their trailers; every body is signed as it is.
      requestChecksumCalculation: "WHEN_REQUIRED",
      responseChecksumValidation: "WHEN_REQUIRED",
      requestHandler: { connectionTimeout: 3_000, requestTimeout: 60_000, throwOnRequestTimeout: true },
    });
  }

  /** Makes sure that the bucket is there and may be used. Throws a `StartupError` that says what to do. */
  async check(): Promise<void> {
    try {
      await this.client.send(new HeadBucketCommand({ Bucket: this.settings.bucket }));
    } catch (error) {
      throw new StartupError(`The artifact store ${this.where} cannot be used: ${remedy(error as Error)}`);
    }
  }

  async put(key: string, content: Content): Promise<Stored> {
    const Key = this.key(key);
    const seal = new Seal();
    const parts = seal.through(partsOf(content));
    const first = await parts.next();
    const second = await parts.next();
    if (second.done) await this.putWhole(Key, first.value ?? new Uint8Array());
    else await this.putInParts(Key, chain([first.value!, second.value], parts));
    return seal.stored();
  }

  async read(key: string): Promise<Buffer | undefined> {
    const found = await this.open(this.key(key));
    if (!found) return undefined;
    return this.reached(async () => {
      const bytes = Buffer.allocUnsafe(found.size);
      let filled = 0;
      for await (const piece of found.body as AsyncIterable<Buffer>) filled += piece.copy(bytes, filled);
      if (filled < found.size) throw new Error(`only ${filled} of ${found.size} bytes came`);
      return bytes;
    });
  }

  async stream(key: string, range?: ByteRange): Promise<Readable | undefined> {
    return (await this.open(this.key(key), range && `bytes=${range.first}-${range.last}`))?.body;
  }

  async remove(key: string): Promise<void> {
    const object = { Bucket: this.settings.bucket, Key: this.key(key) };
    await this.reached(() => this.client.send(new DeleteObjectCommand(object)));
  }

  async *writtenBefore(instant: Date): AsyncGenerator<string[], void, undefined> {
    const { bucket: Bucket, prefix: Prefix } = this.settings;
    for await (const { Contents = [] } of paginateListObjectsV2({ client: this.client }, { Bucket, Prefix })) {
      const old = Contents.filter(({ LastModified }) => LastModified! < instant);
      if (old.length > 0) yield old.map(({ Key }) => Key!.slice(Prefix.length));
    }
  }

  close(): void {
    this.client.destroy();
  }

  private async open(Key: string, Range?: string): Promise<{ body: Readable; size: number } | undefined> {
    const object = { Bucket: this.settings.bucket, Key, Range };
    const found = await this.reached(() =>
      this.client.send(new GetObjectCommand(object)).catch((error: unknown) => {
        if (error instanceof S3ServiceException && error.name === "NoSuchKey") return undefined;
        throw error;
      }),
    );
    return found && { body: found.Body as Readable, size: found.ContentLength! };
  }

  private async putWhole(Key: string, Body: Uint8Array): Promise<void> {
    const object = { Bucket: this.settings.bucket, Key, Body, ContentLength: Body.byteLength };
    await this.reached(() => this.client.send(new PutObjectCommand(object)));
  }

  /** A multipart upload: the object appears with its completion. What a crash leaves is for the bucket's lifecycle rule. */
  private async putInParts(Key: string, content: AsyncIterable<Uint8Array>): Promise<void> {
    const object = { Bucket: this.settings.bucket, Key };
    const { UploadId } = await this.reached(() => this.client.send(new CreateMultipartUploadCommand(object)));
    const upload = { ...object, UploadId };
    try {
      const Parts: CompletedPart[] = [];
      for await (const Body of content) {
        const part = { ...upload, PartNumber: Parts.length + 1, Body, ContentLength: Body.byteLength };
        const { ETag } = await this.reached(() => this.client.send(new UploadPartCommand(part)));
        Parts.push({ PartNumber: part.PartNumber, ETag });
      }
      const whole = { ...upload, MultipartUpload: { Parts } };
      await this.reached(() => this.client.send(new CompleteMultipartUploadCommand(whole)));
    } catch (error) {
      await this.client.send(new AbortMultipartUploadCommand(upload)).catch(() => undefined);
      throw error;
    }
  }

  private async reached<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      throw new StoreUnavailable(this.where, error as Error);
    }
  }

  private key(key: string): string {
    requireKey(key);
    return this.settings.prefix + key;
  }
}

async function* chain(first: Uint8Array[], rest: AsyncIterable<Uint8Array>) {
  yield* first;
  yield* rest;
}

/** HeadBucket has no body, so the status is all that is known of a refusal. */
function remedy(error: Error & { code?: string }): string {
  const status = error instanceof S3ServiceException ? error.$metadata.httpStatusCode : undefined;
  switch (status) {
    case 404:
      return "there is no such bucket; create it, or correct GROUNDWORK_S3_BUCKET.";
    case 401:
    case 403:
      return "it refuses these credentials; correct GROUNDWORK_S3_ACCESS_KEY_ID and its secret, or their rights to list, read, write and delete.";
    case 301:
    case 400:
      return "it belongs to another region; correct GROUNDWORK_S3_REGION.";
    default:
      if (error.name === "CredentialsProviderError")
        return "no credentials were found; set GROUNDWORK_S3_ACCESS_KEY_ID and GROUNDWORK_S3_SECRET_ACCESS_KEY.";
      return `it does not answer (${error.message || error.code || error.name}); start it, or correct GROUNDWORK_S3_ENDPOINT.`;
  }
}
