import type { Server } from "node:http";
import { execute, subscribe, type ExecutionResult, type GraphQLError } from "graphql";
import type { OperationArgs, OperationContext } from "graphql-sse";
import { createHandler } from "graphql-sse/lib/use/fastify";
import type { ServerOptions } from "graphql-ws";
import { useServer, type Extra } from "graphql-ws/use/ws";
import { WebSocketServer } from "ws";
import type { Context } from "../context.js";
import type { Logger } from "../kernel/logger.js";
import { publicError } from "./errors.js";
import type { Operations } from "./operations.js";

const MESSAGE_BYTES_MAX = 1_000_000;

/** Builds a request's context from its headers, or from the connection parameters that stand in for them. */
export type ContextOf = (from: { authorization?: string; acceptLanguage?: string }) => Promise<Context>;

interface TransportOptions {
  operations: Operations;
  contextOf: ContextOf;
  logger: Logger;
}

/** Serves graphql-transport-ws on an HTTP server's upgrades at `/graphql`. `dispose` says good-bye to every client. */
export function serveWebSocket(
  http: Server,
  { operations, contextOf, logger }: TransportOptions,
): { dispose(): Promise<void> } {
  const sockets = new WebSocketServer({ server: http, path: "/graphql", maxPayload: MESSAGE_BYTES_MAX });
  const options: ServerOptions<Record<string, unknown>, Extra> = {
    execute,
    subscribe,
    async onSubscribe({ connectionParams, extra }, _id, payload) {
      const parameters = connectionParams ?? {};
      const authorization = parameters.authorization ?? parameters.Authorization ?? extra.request.headers.authorization;
      const acceptLanguage = parameters.acceptLanguage ?? extra.request.headers["accept-language"];
      const context = await contextOf({
        authorization: typeof authorization === "string" ? authorization : undefined,
        acceptLanguage: typeof acceptLanguage === "string" ? acceptLanguage : undefined,
      });
      return operations.prepare(payload, context);
    },
    onError: (_context, _id, _payload, errors) => errors.map((error) => publicError(error, logger, "BAD_REQUEST")),
    onNext: (_context, _id, _payload, _args, result) => withPublicErrors(result, logger),
  };
  const { dispose } = useServer(options, sockets);
  return { dispose: async () => dispose() };
}

/** Serves graphql-sse, one operation per request, as a Fastify handler. */
export function serveEventStream({ operations, contextOf, logger }: TransportOptions) {
  return createHandler({
    execute,
    subscribe,
    async onSubscribe({ headers }, params) {
      const context = await contextOf({
        authorization: headers.get("authorization") ?? undefined,
        acceptLanguage: headers.get("accept-language") ?? undefined,
      });
      const prepared = operations.prepare(params, context);
      if (!("schema" in prepared)) {
        return [
          JSON.stringify({ errors: prepared.map((error) => publicError(error, logger, "BAD_REQUEST")) }),
          { status: 400, statusText: "Bad Request", headers: { "content-type": "application/json; charset=utf-8" } },
        ];
      }
      return prepared as OperationArgs<OperationContext>;
    },
    onNext: (_context, _request, result) => withPublicErrors(result as ExecutionResult, logger),
  });
}

function withPublicErrors(result: ExecutionResult, logger: Logger): ExecutionResult {
  if (!result.errors) return result;
  return { ...result, errors: result.errors.map((error) => publicError(error, logger) as GraphQLError) };
}
