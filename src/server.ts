import { fastifyApolloHandler } from "@as-integrations/fastify";
import { fastify, LogController, type FastifyBaseLogger } from "fastify";
import type { FastifyError, FastifyInstance, FastifyRequest } from "fastify";
import type { GraphQLSchema } from "graphql";
import { serveDownloads } from "./artifact-downloads.js";
import type { Config } from "./config.js";
import { createContext } from "./context.js";
import { createApollo, type ApolloOptions } from "./graphql/apollo.js";
import { serveGraphiql } from "./graphql/graphiql.js";
import { Operations } from "./graphql/operations.js";
import { serveEventStream } from "./graphql/subscriptions/event-stream.js";
import { anyFileBytesMax, type UploadMegabytes } from "./domains/training/datasets/file-limits.js";
import { multipartRequests } from "./graphql/uploads/multipart-requests.js";
import { LiveOperations } from "./graphql/subscriptions/live-results.js";
import { SessionWatch } from "./graphql/subscriptions/session-watch.js";
import type { ContextOf, Transport } from "./graphql/subscriptions/transport.js";
import { serveWebSocket } from "./graphql/subscriptions/web-socket.js";
import { Fault } from "./kernel/errors.js";
import type { Services } from "./services.js";

/** Largest request body, in bytes. */
const BODY_MAX = 1_000_000;
/** Most files that come with one request: as many as pictures that a model is asked about. */
const FILES_MAX = 100;

/** The API over HTTP, WebSocket and server-sent events; not yet listening. Closing it ends every subscription cleanly. */
export async function createServer(
  schema: GraphQLSchema,
  services: Services,
  options: ApolloOptions & Pick<Config, "sessionCheckSeconds" | "slowConsumerSeconds"> & UploadMegabytes,
): Promise<FastifyInstance> {
  const { logger } = options;
  const loggerInstance: FastifyBaseLogger = logger;
  const app: FastifyInstance = fastify({
    bodyLimit: BODY_MAX,
    loggerInstance,
    logController: new LogController({ disableRequestLogging: true }),
    forceCloseConnections: true,
  });
  const contextOf: ContextOf = (from) => createContext(services, from);
  const openSessions = (ids: string[]) => services.sessions.openSessions(ids);
  const transport: Transport = {
    operations: new Operations(schema, options),
    live: new LiveOperations(logger),
    sessions: new SessionWatch(openSessions, options.sessionCheckSeconds, logger),
    contextOf,
    slowConsumerSeconds: options.slowConsumerSeconds,
    logger,
  };

  const apollo = createApollo(schema, options);
  await apollo.start();

  serveGraphiql(app);
  app.setErrorHandler(async (error: FastifyError | Fault, _request, reply) => {
    const { status, code, message } = faultOf(error);
    if (status >= 500) logger.error({ err: error }, "a request failed");
    await reply.status(status).send({ errors: [{ message, extensions: { code } }] });
  });

  const context = ({ headers }: FastifyRequest) =>
    contextOf({ authorization: headers.authorization, acceptLanguage: headers["accept-language"] });
  const graphql = fastifyApolloHandler(apollo, { context });
  const limits = {
    url: "/graphql",
    fieldBytes: BODY_MAX,
    fileBytes: anyFileBytesMax(options),
    files: FILES_MAX,
  };
  const uploads = multipartRequests(app, limits, async (request) => (await context(request)).viewer);
  app.route({ method: ["GET", "POST", "OPTIONS"], url: "/graphql", preHandler: uploads, handler: graphql });
  app.route({ method: ["GET", "POST"], url: "/graphql/stream", handler: serveEventStream(transport) });
  serveDownloads(app, "/artifacts", services.artifacts);
  serveDownloads(app, "/evidence", services.evidenceFiles);
  app.get("/healthz", async () => ({ status: "ok" }));
  app.get("/readyz", async (_request, reply) => {
    try {
      await services.pool.query("select 1");
      return { status: "ready" };
    } catch {
      return reply.status(503).send({ status: "unavailable", code: "DATABASE_UNREACHABLE" });
    }
  });

  const sockets = serveWebSocket(app.server, transport);
  app.addHook("preClose", async () => {
    transport.sessions.close();
    await sockets.dispose();
  });
  app.addHook("onClose", async () => apollo.stop());
  return app;
}

const FAULT_STATUS: Record<string, number> = {
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  BAD_USER_INPUT: 400,
  UNAUTHENTICATED: 401,
  PAYLOAD_TOO_LARGE: 413,
  STORE_UNAVAILABLE: 503,
};

/** What a client sees of a request that GraphQL never got to answer. */
function faultOf(error: FastifyError | Fault): { status: number; code: string; message: string } {
  if (error instanceof Fault)
    return { status: FAULT_STATUS[error.code] ?? 400, code: error.code, message: error.message };
  const status = error.statusCode ?? 500;
  if (status === 413)
    return { status, code: "PAYLOAD_TOO_LARGE", message: `A request may hold ${BODY_MAX} bytes at most.` };
  if (status === 415) return { status, code: "UNSUPPORTED_MEDIA_TYPE", message: "Send application/json." };
  if (status < 500) return { status, code: "BAD_REQUEST", message: error.message };
  return { status, code: "INTERNAL_SERVER_ERROR", message: "Something went wrong on our side." };
}
