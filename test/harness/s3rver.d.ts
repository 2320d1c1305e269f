declare module "s3rver" {
  import type { Server } from "node:http";

  interface Stored {
    size: number;
    md5: string;
  }
  interface StoredObject {
    bucket: string;
    key: string;
    content: AsyncIterable<Uint8Array> | Buffer;
    metadata: object;
  }

  /** The parts of the fake S3 server that tests use; it brings no types of its own. */
  export default class S3rver {
    constructor(options: {
      address: string;
      port: number;
      directory: string;
      silent: boolean;
      configureBuckets: { name: string }[];
    });
    readonly httpServer: Server;
    readonly store: {
      getResourcePath(bucket: string, key: string | undefined, resource: string): string;
      putMetadata(bucket: string, key: string, metadata: object, md5: string): Promise<void>;
      putObject(object: StoredObject): Promise<Stored>;
      putPart(bucket: string, uploadId: string, part: number, content: AsyncIterable<Uint8Array>): Promise<Stored>;
    };
    run(): Promise<unknown>;
    close(): Promise<void>;
  }
}
