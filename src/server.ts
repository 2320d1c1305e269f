import { fastifyApolloHandler } from "@as-integrations/fastify";
import { renderGraphiQL } from "@graphql-yoga/render-graphiql";
import { fastify, type FastifyBaseLogger, type FastifyInstance } from "fastify";
import type { GraphQLSchema } from "graphql";
import { createContext } from "./context.js";
import { createApollo } from "./graphql/apollo.js";
import { serveEventStream, serveWebSocket, type ContextOf } from "./graphql/subscriptions.js";
import type { Logger } from "./kernel/logger.js";
import type { Services } from "./services.js";

/** Largest request body, in bytes. */
const BODY_MAX = 1_000_000;

/** The API over HTTP, WebSocket and server-sent events; not yet listening. Closing it ends every subscription cleanly. */
export async function createServer(
  schema: GraphQLSchema,
  services: Services,
  { logger, introspection }: { logger: Logger; introspection: boolean },
): Promise<FastifyInstance> {
  const app: FastifyInstance = fastify({
    bodyLimit: BODY_MAX,
    loggerInstance: logger as FastifyBaseLogger,
    disableRequestLogging: true,
    forceCloseConnections: true,
  });
  const contextOf: ContextOf = (from) => createContext(services, from);
  const transport = { schema, contextOf, logger };

  const apollo = createApollo(schema, { logger, introspection });
  await apollo.start();

  const graphiql = renderGraphiQL({ title: "Groundwork", subscriptionsProtocol: "WS", defaultQuery: WELCOME });
  app.addHook("onRequest", async (request, reply) => {
    if (request.method === "GET" && request.url === "/graphql" && wantsHtml(request.headers.accept)) {
      await reply.type("text/html; charset=utf-8").send(graphiql);
    }
  });
  app.setErrorHandler(async (error: { statusCode?: number; code?: string; message: string }, _request, reply) => {
    const status = error.statusCode ?? 500;
    if (status >= 500) logger.error({ err: error }, "a request failed");
    const { code, message } = faultOf(error.code, status, error.message);
    await reply.status(status).send({ errors: [{ message, extensions: { code } }] });
  });

  const graphql = fastifyApolloHandler(apollo, {
    context: async ({ headers }) =>
      contextOf({ authorization: headers.authorization, acceptLanguage: headers["accept-language"] }),
  });
  app.route({ method: ["GET", "POST", "OPTIONS"], url: "/graphql", handler: graphql });
  app.route({ method: ["GET", "POST"], url: "/graphql/stream", handler: serveEventStream(transport) });
  app.get<{ Params: { id: string }; Querystring: { expires?: string; signature?: string } }>(
    "/artifacts/:id",
    async ({ params, query }, reply) => {
      const { content, name, mediaType, size } = await services.artifacts.open(params.id, query);
      return reply
        .type(mediaType)
        .headers({
          "content-length": size,
          "content-disposition": `inline; filename="${name.replaceAll(/[^\w.-]/g, "_")}"`,
          "x-content-type-options": "nosniff",
          "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox",
        })
        .send(content);
    },
  );
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
    await sockets.dispose();
  });
  app.addHook("onClose", async () => apollo.stop());
  return app;
}

function wantsHtml(accept: string | undefined): boolean {
  return accept?.includes("text/html") ?? false;
}

function faultOf(code: string | undefined, status: number, message: string): { code: string; message: string } {
  if (code === "FST_ERR_CTP_BODY_TOO_LARGE")
    return { code: "PAYLOAD_TOO_LARGE", message: `A request may hold ${BODY_MAX} bytes at most.` };
  if (status === 400) return { code: "BAD_REQUEST", message };
  if (status === 415) return { code: "UNSUPPORTED_MEDIA_TYPE", message: "Send application/json." };
  if (status < 500) return { code: "BAD_REQUEST", message };
  return { code: "INTERNAL_SERVER_ERROR", message: "Something went wrong on our side." };
}

const WELCOME = `# Sign in, then put the token into the Headers tab: { "authorization": "Bearer …" }
mutation SignIn($email: String!, $password: String!) {
  signIn(input: { email: $email, password: $password }) {
    ... on Session { accessToken expiresAt viewer { name organisation { name } } }
    ... on InvalidCredentials { message }
  }
}
`;
