import type { TypedDocumentNode } from "@graphql-typed-document-node/core";
import { getOperationAST, OperationTypeNode, print } from "graphql";
import { createClient } from "graphql-ws";
import { ApiError, ApiUnreachable, type GraphqlError } from "./errors.js";
import {
  RefreshSessionDocument,
  SignInDocument,
  TrainingRunEventsDocument,
  type OpenSessionFragment,
  type SignInInput,
  type TrainingRunEventsSubscription,
} from "./generated/operations.js";
import { Patience } from "./patience.js";

/** Something that happened to a run. */
export type TrainingRunEvent = TrainingRunEventsSubscription["trainingRunEvents"];

/** An access token is renewed when it has less than this left. */
const RENEW_BEFORE_MS = 30_000;
/** Close codes by which the API says that the client is at fault; after any other, SLOW_CONSUMER too, it may come again. */
const REFUSED = { from: 4400, to: 4499 };

/**
 * A client of the API: queries and mutations over HTTP, subscriptions over WebSocket. It stays signed in, and it bears
 * with an API that restarts wherever asking twice does no harm. `signal` ends everything it does.
 */
export class GroundworkClient {
  private session: OpenSessionFragment | undefined;
  private renewal: Promise<void> | undefined;

  /** `url` is the origin of the API, such as http://127.0.0.1:4000. */
  constructor(
    readonly url: string,
    private readonly signal?: AbortSignal,
  ) {}

  /** Opens a session for whatever is asked from now on. Throws `ApiError` INVALID_CREDENTIALS. */
  async signIn(input: SignInInput): Promise<void> {
    const { signIn } = await this.send(SignInDocument, { input });
    this.session = sessionOf(signIn);
  }

  /** The answer to a query or mutation; only queries are tried again. Throws `ApiError` and `ApiUnreachable`. */
  async execute<T, V>(document: TypedDocumentNode<T, V>, variables: V): Promise<T> {
    const harmless = getOperationAST(document)?.operation === OperationTypeNode.QUERY;
    const patience = new Patience(this.signal);
    for (;;) {
      try {
        return await this.send(document, variables, await this.authorization());
      } catch (error) {
        if (!harmless) throw error;
        await patience.bear(error);
      }
    }
  }

  /**
   * Every event of a run after `after`, in order and once each, as it happens; ends when the run has ended. A lost
   * connection is made anew and goes on after the last event. Throws `ApiError` and `ApiUnreachable`.
   */
  async *trainingRunEvents(runId: string, after = 0): AsyncGenerator<TrainingRunEvent, void, undefined> {
    const patience = new Patience(this.signal);
    for (let seq = after; ;) {
      try {
        for await (const { trainingRunEvents } of this.subscribe(TrainingRunEventsDocument, { runId, after: seq })) {
          patience.renew();
          seq = trainingRunEvents.seq;
          yield trainingRunEvents;
        }
        return;
      } catch (error) {
        await patience.bear(error);
      }
    }
  }

  /** What a subscription delivers over one connection. Throws `ApiUnreachable` when that is lost. */
  private async *subscribe<T, V extends Record<string, unknown>>(
    document: TypedDocumentNode<T, V>,
    variables: V,
  ): AsyncGenerator<T, void, undefined> {
    const client = createClient({
      url: `${this.url.replace(/^http/, "ws")}/graphql`,
      connectionParams: async () => ({ authorization: await this.authorization() }),
      retryAttempts: 0,
    });
    const end = () => void client.dispose();
    this.signal?.addEventListener("abort", end);
    try {
      for await (const { data, errors } of client.iterate<T>({ query: print(document), variables })) {
        if (errors) throw ApiError.of(errors);
        if (data) yield data;
      }
      this.signal?.throwIfAborted();
    } catch (error) {
      throw this.subscriptionFault(error);
    } finally {
      this.signal?.removeEventListener("abort", end);
      await client.dispose();
    }
  }

  /** graphql-ws throws the server's errors as a list, and a lost connection as the socket's closing event. */
  private subscriptionFault(error: unknown): unknown {
    if (this.signal?.aborted) return this.signal.reason;
    if (Array.isArray(error)) return this.faultOf(ApiError.of(error as GraphqlError[]));
    if (error instanceof ApiError) return this.faultOf(error);
    const { code = 0, reason = "" } = error as { code?: number; reason?: string };
    if (code >= REFUSED.from && code <= REFUSED.to) return new ApiError(reason, String(code));
    return new ApiUnreachable(this.url, { cause: error });
  }

  /** An API that waits for its database is as good as away. */
  private faultOf(error: ApiError): ApiError | ApiUnreachable {
    return error.code === "SERVICE_UNAVAILABLE" ? new ApiUnreachable(this.url, { cause: error }) : error;
  }

  private async authorization(): Promise<string | undefined> {
    if (!this.session) return undefined;
    if (Date.parse(this.session.expiresAt) - Date.now() < RENEW_BEFORE_MS) {
      this.renewal ??= this.renew(this.session).finally(() => (this.renewal = undefined));
      await this.renewal;
    }
    return `Bearer ${this.session.accessToken}`;
  }

  private async renew({ refreshToken }: OpenSessionFragment): Promise<void> {
    const { refreshSession } = await this.send(RefreshSessionDocument, { input: { refreshToken } });
    this.session = sessionOf(refreshSession);
  }

  private async send<T, V>(document: TypedDocumentNode<T, V>, variables: V, authorization?: string): Promise<T> {
    const response = await fetch(`${this.url}/graphql`, {
      method: "POST",
      headers: { "content-type": "application/json", ...(authorization && { authorization }) },
      body: JSON.stringify({ query: print(document), variables }),
      signal: this.signal,
    }).catch((error: unknown) => {
      this.signal?.throwIfAborted();
      throw new ApiUnreachable(this.url, { cause: error });
    });
    const { data, errors } = (await response.json()) as { data?: T; errors?: GraphqlError[] };
    if (errors || !data) throw this.faultOf(ApiError.of(errors ?? []));
    return data;
  }
}

type SignInAnswer =
  ({ __typename: "Session" } & OpenSessionFragment) | { __typename: "InvalidCredentials"; message: string };

function sessionOf(answer: SignInAnswer): OpenSessionFragment {
  if (answer.__typename === "InvalidCredentials") throw new ApiError(answer.message, "INVALID_CREDENTIALS");
  return answer;
}
