/** A reason not to start, written for the person who started the product: shown as it is, without a stack trace. */
export class StartupError extends Error {
  override name = "StartupError";
}
