import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { OpenedArtifact } from "./domains/training/artifacts/artifacts.service.js";
import { namesTag, rangeOf } from "./kernel/byte-range.js";
import type { AddressSignature } from "./kernel/signed-addresses.js";

/** A page that a run made or somebody sent must not run in the reader's name. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox";
/** An address always leads to the same bytes, and works for as long. */
const CACHING = "private, max-age=900, immutable";

interface Route {
  Params: { id: string };
  Querystring: { expires?: string; signature?: string };
}

/** Whatever is fetched through signed addresses. */
interface Downloads {
  open(id: string, signature: AddressSignature): Promise<OpenedArtifact>;
}

/** `GET` and `HEAD <path>/:id`, signed and expiring: whole or one range, with the content's hash as its entity tag (RFC 9110). */
export function serveDownloads(app: FastifyInstance, path: string, downloads: Downloads): void {
  const handler = async ({ params, query, headers, method }: FastifyRequest<Route>, reply: FastifyReply) => {
    const artifact = await downloads.open(params.id, query);
    const { name, mediaType, size, sha256 } = artifact;
    const tag = `"${sha256}"`;
    const lasting = {
      etag: tag,
      "cache-control": CACHING,
      "accept-ranges": "bytes",
      "x-content-type-options": "nosniff",
      "content-security-policy": POLICY,
    };
    if (namesTag(headers["if-none-match"], tag)) return reply.status(304).headers(lasting).send();

    const ifRange = headers["if-range"];
    const asked = ifRange === undefined || ifRange === tag ? rangeOf(headers.range, size) : undefined;
    if (asked === "unsatisfiable") {
      return reply
        .status(416)
        .header("content-range", `bytes */${size}`)
        .send({ errors: [{ message: `It has ${size} bytes.`, extensions: { code: "RANGE_NOT_SATISFIABLE" } }] });
    }
    // Opened before anything is said of it: a store that has lost it, or is away, answers like any other fault.
    const content = method === "HEAD" ? undefined : await artifact.stream(asked);
    if (asked) reply.status(206).header("content-range", `bytes ${asked.first}-${asked.last}/${size}`);
    return reply
      .type(mediaType)
      .headers({
        ...lasting,
        "content-length": asked ? asked.last - asked.first + 1 : size,
        "content-disposition": `inline; filename="${name.replaceAll(/[^\w.-]/g, "_")}"`,
        // Of the whole, whatever part is sent: RFC 9530.
        "repr-digest": `sha-256=:${Buffer.from(sha256, "hex").toString("base64")}:`,
      })
      .send(content);
  };
  app.route<Route>({ method: ["GET", "HEAD"], url: `${path}/:id`, handler });
}
