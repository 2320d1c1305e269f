import { createClient } from "graphql-ws";
import WebSocket from "ws";

/** A GraphQL response as it stands on the wire. */
export interface Answer<T> {
  data?: T | null;
  errors?: { message: string; path?: (string | number)[]; extensions: { code: string; [detail: string]: unknown } }[];
  extensions?: Record<string, unknown>;
}

/** A client of the API as anybody could write it: HTTP, and subscriptions over WebSocket. */
export class Client {
  constructor(
    readonly url: string,
    readonly accessToken?: string,
  ) {}

  static async signIn(url: string, email: string, password: string): Promise<Client> {
    const { signIn } = await new Client(url).query<{ signIn: { accessToken?: string; message?: string } }>(
      `mutation ($input: SignInInput!) { signIn(input: $input) { ... on Session { accessToken } ... on InvalidCredentials { message } } }`,
      { input: { email, password } },
    );
    if (!signIn.accessToken) throw new Error(`${email}: ${signIn.message}`);
    return new Client(url, signIn.accessToken);
  }

  /** The data; throws when the response has errors. */
  async query<T = Record<string, never>>(query: string, variables?: Record<string, unknown>): Promise<T> {
    const { data, errors } = await this.send<T>(query, variables);
    if (errors) throw new Error(errors.map(({ message, extensions }) => `${extensions.code}: ${message}`).join("\n"));
    return data!;
  }

  /** The codes of a response's errors, in order. */
  async codes(query: string, variables?: Record<string, unknown>): Promise<string[]> {
    const { errors } = await this.send(query, variables);
    return (errors ?? []).map(({ extensions }) => extensions.code);
  }

  async send<T = unknown>(
    query: string,
    variables?: Record<string, unknown>,
    headers: Record<string, string> = {},
  ): Promise<Answer<T>> {
    const response = await fetch(`${this.url}/graphql`, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        ...(this.accessToken ? { authorization: `Bearer ${this.accessToken}` } : {}),
        ...headers,
      },
      body: JSON.stringify({ query, variables }),
    });
    return (await response.json()) as Answer<T>;
  }

  /** Follows a subscription over WebSocket until it completes or the consumer stops. Errors are yielded like data. */
  async *subscribe<T>(query: string, variables?: Record<string, unknown>): AsyncGenerator<Answer<T>> {
    const client = createClient({
      url: `${this.url.replace(/^http/, "ws")}/graphql`,
      webSocketImpl: WebSocket,
      connectionParams: this.accessToken ? { authorization: `Bearer ${this.accessToken}` } : {},
      retryAttempts: 0,
    });
    try {
      yield* client.iterate<T>({ query, variables }) as AsyncIterable<never>;
    } catch (errors) {
      if (!Array.isArray(errors)) throw errors;
      yield { errors };
    } finally {
      await client.dispose();
    }
  }
}
