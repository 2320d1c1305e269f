/** A GraphQL error as it stands on the wire. */
export interface GraphqlError {
  message: string;
  extensions?: { code?: string };
}

/** The API answered, and will not do it: the same request would be refused again. */
export class ApiError extends Error {
  override name = "ApiError";

  /** `code` is stable, e.g. UNAUTHENTICATED. */
  constructor(
    message: string,
    readonly code: string,
  ) {
    super(message);
  }

  /** The first error stands for all. */
  static of([first]: readonly GraphqlError[]): ApiError {
    return new ApiError(first?.message ?? "no reason given", first?.extensions?.code ?? "UNKNOWN");
  }
}

/** No answer came: the API is down, restarting, or somewhere else. */
export class ApiUnreachable extends Error {
  override name = "ApiUnreachable";

  constructor(url: string, options?: ErrorOptions) {
    super(`The API at ${url} does not answer.`, options);
  }
}
