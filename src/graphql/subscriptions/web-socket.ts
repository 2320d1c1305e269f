import type { Server } from "node:http";
import { execute, GraphQLError } from "graphql";
import type { ServerOptions } from "graphql-ws";
import { useServer, type Extra } from "graphql-ws/use/ws";
import { WebSocketServer } from "ws";
import { publicError } from "../errors.js";
import { LiveResults } from "./live-results.js";
import { withPublicErrors } from "./shared-results.js";
import { SocketDelivery } from "./socket-delivery.js";
import type { Transport } from "./transport.js";

const MESSAGE_BYTES_MAX = 1_000_000;

/** Serves graphql-transport-ws on an HTTP server's upgrades at `/graphql`. `dispose` says good-bye to every client. */
export function serveWebSocket(http: Server, transport: Transport): { dispose(): Promise<void> } {
  const { operations, live, contextOf, logger } = transport;
  const sockets = new WebSocketServer({ server: http, path: "/graphql", maxPayload: MESSAGE_BYTES_MAX });
  const options: ServerOptions<Record<string, unknown>, Extra> = {
    execute,
    // `onOperation` puts a delivery in the place of what graphql-ws would take for a stream of results.
    subscribe: ((args: Parameters<typeof live.open>[0]) => live.open(args)) as never,
    async onSubscribe({ connectionParams, extra }, _id, payload) {
      const parameters = connectionParams ?? {};
      const authorization = parameters.authorization ?? parameters.Authorization ?? extra.request.headers.authorization;
      const acceptLanguage = parameters.acceptLanguage ?? extra.request.headers["accept-language"];
      try {
        const context = await contextOf({
          authorization: typeof authorization === "string" ? authorization : undefined,
          acceptLanguage: typeof acceptLanguage === "string" ? acceptLanguage : undefined,
        });
        return operations.prepare(payload, context);
      } catch (error) {
        return [new GraphQLError((error as Error).message, { originalError: error as Error })];
      }
    },
    onOperation({ extra }, id, _payload, _args, result) {
      return (result as unknown) instanceof LiveResults
        ? (new SocketDelivery(result as never, extra.socket, id, transport) as never)
        : undefined;
    },
    onError: (_context, _id, _payload, errors) => errors.map((error) => publicError(error, logger, "BAD_REQUEST")),
    onNext: (_context, _id, _payload, _args, result) => withPublicErrors(result, logger),
  };
  const { dispose } = useServer(options, sockets);
  return { dispose: async () => dispose() };
}
