/** The package describes its types in JSDoc, which is not read here: what is used of them. */
declare module "graphql-upload/processRequest.mjs" {
  import type { IncomingMessage, ServerResponse } from "node:http";
  import type { Readable } from "node:stream";

  export interface FileUpload {
    filename: string;
    /** Throws when the request has ended, or has failed. */
    createReadStream(): Readable;
  }

  export default function processRequest(
    request: IncomingMessage,
    response: ServerResponse,
    options: { maxFieldSize: number; maxFileSize: number; maxFiles: number },
  ): Promise<object>;
}

declare module "graphql-upload/Upload.mjs" {
  import type { FileUpload } from "graphql-upload/processRequest.mjs";

  /** Stands for a file among the variables; resolves when the file begins. */
  export default class Upload {
    promise: Promise<FileUpload>;
  }
}
