import { describe, expect, test } from "@jest/globals";
import { AccessTokens } from "../../src/domains/accounts/tokens.js";
import { startApi } from "../../src/start-api.js";
import { Client } from "../harness/client.js";
import { ADMIN_PASSWORD, withProduct } from "../harness/product.js";

const product = withProduct();

interface Session {
  __typename: string;
  accessToken: string;
  refreshToken: string;
  expiresAt: string;
}

const SESSION = `__typename ... on Session { accessToken refreshToken expiresAt } ... on InvalidCredentials { code message }`;

async function signIn(email: string, password: string): Promise<Session> {
  const { signIn } = await product.anonymous().query<{
    signIn: Session;
  }>(`mutation ($input: SignInInput!) { signIn(input: $input) { ${SESSION} } }`, { input: { email, password } });
  return signIn;
}

async function refresh(refreshToken: string): Promise<Session> {
  const { refreshSession } = await product
    .anonymous()
    .query<{ refreshSession: Session }>(
      `mutation ($input: RefreshSessionInput!) { refreshSession(input: $input) { ${SESSION} } }`,
      { input: { refreshToken } },
    );
  return refreshSession;
}

const founderSession = () => signIn("founder@demo.local", "demo");

async function extensionsOf(url: string, accessToken?: string) {
  const { errors } = await new Client(url, accessToken).send(`{ viewer { id } }`);
  return errors?.map(({ extensions }) => extensions);
}

describe("signing in", () => {
  test("opens a session whose token shows who signed in, and where", async () => {
    const admin = await product.signIn(product.config.adminEmail, ADMIN_PASSWORD);
    const { viewer } = await admin.query<{ viewer: object }>(
      `{ viewer { email role isAdministrator organisation { slug } } }`,
    );
    expect(viewer).toEqual({
      email: product.config.adminEmail,
      role: "OWNER",
      isAdministrator: true,
      organisation: { slug: "operator" },
    });
  });

  test("does not mind the case of the address", async () => {
    expect(await signIn(" Founder@Demo.LOCAL", "demo")).toMatchObject({ __typename: "Session" });
  });

  test("says when the access token expires", async () => {
    const { accessToken, expiresAt } = await founderSession();
    const { exp } = JSON.parse(Buffer.from(accessToken.split(".")[1], "base64url").toString()) as { exp: number };
    expect(expiresAt).toBe(new Date(exp * 1000).toISOString());
  });

  test("answers an unknown address exactly as a wrong password", async () => {
    const wrongPassword = await signIn("founder@demo.local", "not the password");
    expect(wrongPassword).toMatchObject({ __typename: "InvalidCredentials", code: "INVALID_CREDENTIALS" });
    expect(await signIn("nobody@demo.local", "demo")).toEqual(wrongPassword);
  });

  test("refuses an endless password as a wrong one", async () => {
    expect(await signIn("founder@demo.local", "demo".repeat(10_000))).toMatchObject({
      __typename: "InvalidCredentials",
    });
  });

  test("is refused to a name without a password", async () => {
    expect(await signIn("editorial@groundwork.local", "")).toMatchObject({ __typename: "InvalidCredentials" });
  });
});

describe("refreshing", () => {
  test("gives a new pair of tokens that works", async () => {
    const first = await founderSession();
    const second = await refresh(first.refreshToken);
    expect(second.refreshToken).not.toBe(first.refreshToken);
    const { viewer } = await new Client(product.url, second.accessToken).query<{ viewer: object }>(
      `{ viewer { email } }`,
    );
    expect(viewer).toEqual({ email: "founder@demo.local" });
    expect(await refresh(second.refreshToken)).toMatchObject({ __typename: "Session" });
  });

  test("works once for each refresh token", async () => {
    const { refreshToken } = await founderSession();
    await refresh(refreshToken);
    expect(await refresh(refreshToken)).toMatchObject({ __typename: "InvalidCredentials" });
  });

  test("works once however many ask at the same moment", async () => {
    const { refreshToken } = await founderSession();
    const answers = await Promise.all(Array.from({ length: 5 }, () => refresh(refreshToken)));
    expect(answers.filter(({ __typename }) => __typename === "Session")).toHaveLength(1);
  });

  test("is refused for a token that was never given out", async () => {
    expect(await refresh("made up")).toMatchObject({ __typename: "InvalidCredentials" });
  });
});

describe("signing out", () => {
  test("ends the access token and the refresh token", async () => {
    const { accessToken, refreshToken } = await founderSession();
    await new Client(product.url, accessToken).query(`mutation { signOut }`);
    expect(await extensionsOf(product.url, accessToken)).toEqual([
      { code: "UNAUTHENTICATED", reason: "REVOKED_SESSION" },
    ]);
    expect(await refresh(refreshToken)).toMatchObject({ __typename: "InvalidCredentials" });
  });

  test("leaves the user's other sessions alone", async () => {
    const [ended, other] = await Promise.all([founderSession(), founderSession()]);
    await new Client(product.url, ended.accessToken).query(`mutation { signOut }`);
    expect(await extensionsOf(product.url, other.accessToken)).toBeUndefined();
  });

  test("holds for another API process", async () => {
    const { accessToken } = await founderSession();
    await new Client(product.url, accessToken).query(`mutation { signOut }`);
    const other = await startApi(product.config);
    try {
      expect(await extensionsOf(other.url, accessToken)).toEqual([
        { code: "UNAUTHENTICATED", reason: "REVOKED_SESSION" },
      ]);
    } finally {
      await other.close();
    }
  });
});

describe("without a good access token", () => {
  const sessionOf = (accessToken: string) =>
    (JSON.parse(Buffer.from(accessToken.split(".")[1], "base64url").toString()) as { sub: string }).sub;

  async function signedBy(secret: string, issuedAt = new Date()): Promise<string> {
    const { accessToken } = await founderSession();
    const { token } = await new AccessTokens(secret, 15).issue(sessionOf(accessToken), issuedAt);
    return token;
  }

  test("nobody is signed in, and the error says that the token is missing", async () => {
    expect(await extensionsOf(product.url)).toEqual([{ code: "UNAUTHENTICATED", reason: "MISSING_TOKEN" }]);
  });

  test.each(["abc", "a.b.c", "é"])("a token of another form (%p) is called malformed", async (token) => {
    const response = await fetch(`${product.url}/graphql`, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
      body: JSON.stringify({ query: `{ viewer { id } }` }),
    });
    expect(await response.json()).toMatchObject({
      errors: [{ extensions: { code: "UNAUTHENTICATED", reason: "MALFORMED_TOKEN" } }],
    });
  });

  test("an expired token is called expired", async () => {
    const token = await signedBy(product.config.secret, new Date(Date.now() - 3_600_000));
    expect(await extensionsOf(product.url, token)).toEqual([{ code: "UNAUTHENTICATED", reason: "EXPIRED_TOKEN" }]);
  });

  test("a token signed with another secret is refused, however good it looks", async () => {
    const good = await signedBy(product.config.secret);
    expect(await extensionsOf(product.url, good)).toBeUndefined();
    const forged = await signedBy("another secret, as long as the real one");
    expect(await extensionsOf(product.url, forged)).toEqual([{ code: "UNAUTHENTICATED", reason: "MALFORMED_TOKEN" }]);
  });

  test("an unsigned token is refused", async () => {
    const [, payload] = (await founderSession()).accessToken.split(".");
    const none = Buffer.from('{"alg":"none"}').toString("base64url");
    expect(await extensionsOf(product.url, `${none}.${payload}.`)).toEqual([
      { code: "UNAUTHENTICATED", reason: "MALFORMED_TOKEN" },
    ]);
  });

  test.each([
    `{ questions { totalCount } }`,
    `{ businessModels { totalCount } }`,
    `{ checklists { totalCount } }`,
    `{ node(id: "x") { id } }`,
    `mutation { signOut }`,
    `mutation { archiveQuestion(id: "x") { id } }`,
  ])("%s is refused", async (query) => {
    expect(await product.anonymous().codes(query)).toEqual(["UNAUTHENTICATED"]);
  });

  test("a bad token does not keep anybody from signing in", async () => {
    const answer = await new Client(product.url, "abc").send<{ signIn: object }>(
      `mutation ($input: SignInInput!) { signIn(input: $input) { __typename } }`,
      { input: { email: "founder@demo.local", password: "demo" } },
    );
    expect(answer).toMatchObject({ data: { signIn: { __typename: "Session" } } });
  });
});
