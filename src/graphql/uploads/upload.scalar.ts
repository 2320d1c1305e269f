import { GraphQLError, GraphQLScalarType } from "graphql";
import type { FileUpload } from "graphql-upload/processRequest.mjs";
import Upload from "graphql-upload/Upload.mjs";
import { UploadFault, type UploadedFile, plainFileName } from "../../kernel/uploaded-file.js";

function refusal(): GraphQLError {
  return new GraphQLError("An Upload is a file of a multipart request: its variable is null, and the map names it.", {
    extensions: { code: "BAD_USER_INPUT" },
  });
}

/** A file of a GraphQL multipart request; resolvers get a promise of an `UploadedFile`. */
export const UploadScalar = new GraphQLScalarType<Promise<UploadedFile>, never>({
  name: "Upload",
  description: "A file, sent by the GraphQL multipart request specification.",
  specifiedByURL: "https://github.com/jaydenseric/graphql-multipart-request-spec",
  parseValue(value) {
    if (!(value instanceof Upload)) throw refusal();
    const file = value.promise.then(uploadedFile, (error: unknown) => {
      throw uploadFault(error);
    });
    // Whoever asks for the file gets the error; nobody asking for it is no crash.
    file.catch(() => undefined);
    return file;
  },
  parseLiteral() {
    throw refusal();
  },
  serialize() {
    throw refusal();
  },
});

function uploadedFile(upload: FileUpload): UploadedFile {
  return {
    fileName: plainFileName(upload.filename),
    async *open() {
      try {
        for await (const piece of upload.createReadStream()) yield piece as Uint8Array;
      } catch (error) {
        throw uploadFault(error);
      }
    },
  };
}

/** What graphql-upload says by its status, in this product's words. */
export function uploadFault(error: unknown): unknown {
  const { status, message } = error as { status?: number; message: string };
  if (status === 413) return new UploadFault("PAYLOAD_TOO_LARGE", message.replaceAll(/[‘’]/g, '"'));
  if (status === 499) return new UploadFault("UPLOAD_ABORTED", "The request broke off before the file had come.");
  if (status === 400) return new UploadFault("BAD_MULTIPART", message.replaceAll(/[‘’]/g, '"'));
  // What the parser of multipart bodies says has no status.
  return /form|boundary|header|multipart/i.test(message) ? new UploadFault("BAD_MULTIPART", `${message}.`) : error;
}
