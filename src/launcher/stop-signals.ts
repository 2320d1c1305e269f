/** The reason of a stop that was asked for. */
export class StopRequested extends Error {
  override name = "StopRequested";
}

/** npm passes a terminal's Ctrl-C on to its script, which then hears it twice: two signals this close are one. */
const sameMs = 500;

/**
 * Turns SIGTERM, SIGINT and SIGHUP into the abortion of `signal`, which `abort` also brings about; `requested` then rejects with
 * the reason. Every further signal calls `onImpatience`.
 */
export function stopSignals(onImpatience: () => void) {
  const controller = new AbortController();
  const { signal } = controller;
  let askedAt: number | undefined;
  const ask = () => {
    const again = askedAt !== undefined && performance.now() - askedAt > sameMs;
    askedAt ??= performance.now();
    if (again) onImpatience();
    controller.abort(new StopRequested());
  };
  for (const name of ["SIGTERM", "SIGINT", "SIGHUP"]) process.on(name, ask);
  const requested = new Promise<never>((_, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason as Error));
  });
  requested.catch(() => undefined);
  return { signal, requested, abort: (reason: Error) => controller.abort(reason) };
}
