import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { projectRoot } from "../../src/kernel/project-root.js";
import { SERVER_CORE } from "./cores.js";
import { Program } from "./program.js";

/** The product's API process, from the built `dist/`, with somebody signed in. */
export interface RunningProduct {
  url: string;
  /** Headers of a request by the demo organisation's founder. */
  headers: Record<string, string>;
  processorSeconds(): number;
  residentBytes(): number;
  stop(): Promise<void>;
}

/** Starts it on a database, configured as `npm start` would, on the server's core; in a home of its own when none is given. */
export async function startProduct(databaseUrl: string, given?: string): Promise<RunningProduct> {
  const home = given ?? (await mkdtemp(join(tmpdir(), "groundwork-bench-")));
  const program = await Program.start<never, { url: string }>(join(projectRoot, "dist/src/api.js"), [], SERVER_CORE, {
    execArgv: ["--enable-source-maps"],
    env: {
      DATABASE_URL: databaseUrl,
      PORT: "0",
      GROUNDWORK_HOME: home,
      LOG_LEVEL: "warn",
      GROUNDWORK_ACCESS_TOKEN_MINUTES: "1440",
    },
  });
  const { url } = program.ready;
  return {
    url,
    headers: { authorization: `Bearer ${await signIn(url)}` },
    processorSeconds: () => program.processorSeconds(),
    residentBytes: () => program.residentBytes(),
    async stop() {
      await program.stop();
      if (!given) await rm(home, { recursive: true });
    },
  };
}

async function signIn(url: string): Promise<string> {
  const { signIn } = await ask<{ signIn: { accessToken: string } }>(url, {
    query: `mutation ($input: SignInInput!) { signIn(input: $input) { ... on Session { accessToken } } }`,
    variables: { input: { email: "founder@demo.local", password: "demo" } },
  });
  return signIn.accessToken;
}

/** One GraphQL request; throws when the answer has errors. */
export async function ask<T>(url: string, body: object, headers: Record<string, string> = {}): Promise<T> {
  const response = await fetch(`${url}/graphql`, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify(body),
  });
  const { data, errors } = (await response.json()) as { data: T; errors?: object[] };
  if (errors) throw new Error(JSON.stringify(errors, null, 2));
  return data;
}
