import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import processRequest from "graphql-upload/processRequest.mjs";
import { UploadFault } from "../../kernel/uploaded-file.js";
import { uploadFault } from "./upload.scalar.js";

const MEDIA_TYPE = "multipart/form-data";
/** A page elsewhere cannot send these without the browser asking first; Apollo wants one of them too, when the body is read already. */
const PREFLIGHTED = ["apollo-require-preflight", "x-apollo-operation-name"];

export interface UploadLimits {
  /** Of the route that takes files. */
  url: string;
  /** Of operations and map together, in bytes. */
  fieldBytes: number;
  fileBytes: number;
  /** Most files of a request that tells its length; together they are as large as one may be. Others bring one. */
  files: number;
}

/**
 * Reads GraphQL multipart requests, before the handler of one route: nothing of a body is read before `admit` lets its sender in. Files go to
 * temporary ones as they come, and are gone when the request is answered.
 *
 * Source: github.com/jaydenseric/graphql-multipart-request-spec.
 */
export function multipartRequests(
  app: FastifyInstance,
  limits: UploadLimits,
  admit: (request: FastifyRequest) => Promise<unknown>,
): (request: FastifyRequest, reply: FastifyReply) => Promise<void> {
  const { url } = limits;
  app.addContentTypeParser(MEDIA_TYPE, (request, _body, done) => {
    const elsewhere = request.routeOptions.url !== url;
    done(elsewhere ? Object.assign(new Error("no files here"), { statusCode: 415 }) : null, undefined);
  });
  const { fieldBytes: maxFieldSize, fileBytes: maxFileSize } = limits;
  return async (request, reply) => {
    if (!request.headers["content-type"]?.toLowerCase().startsWith(MEDIA_TYPE)) return;
    if (!PREFLIGHTED.some((name) => request.headers[name]))
      throw new UploadFault("BAD_MULTIPART", "Multipart requests need the header apollo-require-preflight: true.");
    await admit(request);
    const bounded = Number(request.headers["content-length"] ?? Infinity) <= maxFieldSize + maxFileSize;
    const maxFiles = bounded ? limits.files : 1;
    try {
      request.body = await processRequest(request.raw, reply.raw, { maxFieldSize, maxFileSize, maxFiles });
    } catch (error) {
      throw uploadFault(error);
    }
  };
}
