import type { ServerResponse } from "node:http";
import type { FastifyReply, FastifyRequest } from "fastify";
import { execute, getOperationAST, OperationTypeNode, type ExecutionResult } from "graphql";
import { createHandler, type OperationArgs, type OperationContext, type Response } from "graphql-sse";
import { Unauthenticated } from "../../kernel/errors.js";
import { publicError } from "../errors.js";
import { LiveResults } from "./live-results.js";
import { textOf, withPublicErrors } from "./shared-results.js";
import type { Transport } from "./transport.js";

const BEAT_MS = 12_000;
/** How long a client that was too slow has to take what it was sent before. */
const LAST_CHANCE_MS = 30_000;
const BEAT = ":\n\n";
const COMPLETE = "event: complete\ndata:\n\n";
const STREAM = {
  status: 200,
  statusText: "OK",
  headers: {
    "content-type": "text/event-stream; charset=utf-8",
    "cache-control": "no-cache",
    "x-accel-buffering": "no",
  },
};

/** What belongs to one response. */
interface Streaming {
  results?: LiveResults;
}

/**
 * Serves graphql-sse, one operation per request, as a Fastify handler. Events that are numbered bear their number as `id`,
 * and a `Last-Event-ID` header goes on after it. Results are taken as the client reads: what waits for a slow one is
 * bounded, and one that reads nothing for a while gets an error SLOW_CONSUMER and the end, without `complete`.
 */
export function serveEventStream(transport: Transport) {
  const { operations, live, contextOf, logger } = transport;
  const handle = createHandler<FastifyRequest, Streaming, OperationContext>({
    execute,
    async onSubscribe({ headers, context: streaming }, params) {
      const context = await contextOf({
        authorization: headers.get("authorization") ?? undefined,
        acceptLanguage: headers.get("accept-language") ?? undefined,
        lastEventId: headers.get("last-event-id") ?? undefined,
      });
      const prepared = operations.prepare(params, context);
      if (!("schema" in prepared)) {
        return [
          JSON.stringify({ errors: prepared.map((error) => publicError(error, logger, "BAD_REQUEST")) }),
          { status: 400, statusText: "Bad Request", headers: { "content-type": "application/json; charset=utf-8" } },
        ];
      }
      const operation = getOperationAST(prepared.document, prepared.operationName);
      if (operation?.operation !== OperationTypeNode.SUBSCRIPTION) return prepared as OperationArgs<OperationContext>;
      const opened = await live.open(prepared);
      if (!(opened instanceof LiveResults)) return [refusal(opened, transport), STREAM];
      streaming.results = opened;
      return [framesOf(opened, transport), STREAM];
    },
    onNext: (_context, _request, result) => withPublicErrors(result as ExecutionResult, logger),
  });
  return async (request: FastifyRequest, reply: FastifyReply) => {
    const streaming: Streaming = {};
    const [body, { status, statusText, headers }] = await handle({
      method: request.method,
      url: request.url,
      headers: { get: (name) => [request.headers[name.toLowerCase()]].flat().join("\n") || null },
      body: (request.body ?? null) as string | Record<string, unknown> | null,
      raw: request,
      context: streaming,
    });
    if (body === null || typeof body === "string") {
      return reply
        .status(status)
        .headers(headers ?? {})
        .send(body ?? "");
    }
    reply.hijack();
    reply.raw.writeHead(status, statusText, headers);
    await deliver(body, reply.raw, streaming, transport);
    return reply;
  };
}

async function* refusal(result: ExecutionResult, { logger }: Transport): AsyncGenerator<string, void, undefined> {
  yield `event: next\ndata: ${textOf(result, logger)}\n\n${COMPLETE}`;
}

async function* framesOf(results: LiveResults, { logger }: Transport): AsyncGenerator<string, void, undefined> {
  // Some browsers take a response for opened only once something of its body is there.
  yield BEAT;
  try {
    for (let message = await results.next(); message; message = await results.next()) {
      const { id, payload } = message;
      yield `${id === undefined ? "" : `id: ${id}\n`}event: next\ndata: ${payload}\n\n`;
    }
  } catch (error) {
    yield errorFrame(publicError(error, logger));
  }
  yield COMPLETE;
}

/** Writes the frames to the response, as fast as the client takes them. */
async function deliver(
  frames: Exclude<Response[0], string | null>,
  response: ServerResponse,
  { results }: Streaming,
  { sessions, slowConsumerSeconds }: Transport,
): Promise<void> {
  const beat = setInterval(() => void (response.writableNeedDrain || response.write(BEAT)), BEAT_MS);
  const unwatch =
    results &&
    sessions.watch(results.context, (loss) => {
      const message = loss === "REVOKED_SESSION" ? "The session has ended." : "What you may see has changed.";
      void results.fail(new Unauthenticated(loss, `${message} Sign in again.`));
    });
  response.once("close", () => void (results ? results.end() : frames.return()));
  try {
    for await (const frame of frames) {
      if (response.destroyed) break;
      if (response.write(frame) || (await drained(response, slowConsumerSeconds * 1000))) continue;
      response.write(errorFrame({ message: "What was sent stays unread.", extensions: { code: "SLOW_CONSUMER" } }));
      setTimeout(() => response.destroy(), LAST_CHANCE_MS).unref();
      break;
    }
  } finally {
    clearInterval(beat);
    unwatch?.();
    await results?.end();
    response.end();
  }
}

/** False when the client has not taken in time what was sent; true also when it has left. */
function drained(response: ServerResponse, withinMs: number): Promise<boolean> {
  return new Promise((resolve) => {
    const settle = (inTime: boolean) => {
      clearTimeout(slow);
      response.off("drain", taken).off("close", taken);
      resolve(inTime);
    };
    const taken = () => settle(true);
    const slow = setTimeout(() => settle(false), withinMs);
    response.once("drain", taken).once("close", taken);
  });
}

function errorFrame(error: object): string {
  return `event: next\ndata: ${JSON.stringify({ errors: [error] })}\n\n`;
}
