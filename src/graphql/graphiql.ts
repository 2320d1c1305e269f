import { promisify } from "node:util";
import { gzip } from "node:zlib";
import type { FastifyInstance } from "fastify";

/** The page may run what it brings and talk to this API; everything from another host is refused by the browser. */
const POLICY = [
  "default-src 'none'",
  "script-src 'unsafe-inline' blob:",
  "worker-src blob:",
  "style-src 'unsafe-inline'",
  "img-src data:",
  "font-src data:",
  "connect-src 'self'",
  "frame-ancestors 'none'",
].join("; ");

const WELCOME = `# 1. Sign in. The demo organisation's founder is founder@demo.local with the password demo.
mutation SignIn {
  signIn(input: { email: "founder@demo.local", password: "demo" }) {
    ... on Session { accessToken viewer { name organisation { name } } }
    ... on InvalidCredentials { message }
  }
}

# 2. Put the token into the Headers tab below: { "authorization": "Bearer <accessToken>" }
query Questions {
  questions(first: 5) { totalCount edges { node { slug title { en zh } difficulty } } }
}
`;

/** Serves GraphiQL to browsers that open `/graphql`; the page is built, and packed, when the first one asks. */
export function serveGraphiql(app: FastifyInstance): void {
  let page: Promise<Buffer> | undefined;
  app.addHook("onRequest", async ({ method, url, headers }, reply) => {
    const path = url.split("?", 1)[0];
    if (method !== "GET" || path !== "/graphql" || !headers.accept?.includes("text/html")) return;
    page ??= packedPage();
    return reply
      .headers({
        "content-type": "text/html; charset=utf-8",
        "content-encoding": "gzip",
        "content-security-policy": POLICY,
      })
      .send(await page);
  });
}

async function packedPage(): Promise<Buffer> {
  const { renderGraphiQL } = await import("@graphql-yoga/render-graphiql");
  const html = renderGraphiQL({
    title: "Groundwork",
    defaultQuery: WELCOME,
    subscriptionsProtocol: "GRAPHQL_SSE",
    subscriptionsEndpoint: "/graphql/stream",
  } as Parameters<typeof renderGraphiQL>[0]);
  return promisify(gzip)(html);
}
