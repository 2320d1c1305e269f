/** What the launcher tells a child. */
export type ToChild = { type: "stop" };

/** What a child tells the launcher, once it serves. `url` is where, for the API. */
export type FromChild = { type: "ready"; url?: string };

const secondsToStop = 10;

/**
 * Reports this process ready and ends it when asked to: `onStop` runs once, then the process exits with 0, or with 1 when
 * `onStop` fails or takes longer than 10 seconds. It is asked to by the launcher's stop message, by the loss of the
 * launcher, by SIGTERM and, when started without a launcher, by SIGINT and SIGHUP.
 */
export function followLauncher({ onStop, url }: { onStop: () => Promise<void>; url?: string }): void {
  let stopping = false;
  const stop = () => {
    if (stopping) return;
    stopping = true;
    setTimeout(() => process.exit(1), secondsToStop * 1000).unref();
    onStop().then(
      () => process.exit(0),
      (error: unknown) => {
        console.error(error);
        process.exit(1);
      },
    );
  };
  const launched = process.send !== undefined;
  process.on("SIGTERM", stop);
  // Ctrl-C and a closed terminal reach every process of it: under a launcher it is the launcher that says when.
  for (const name of ["SIGINT", "SIGHUP"]) process.on(name, launched ? () => undefined : stop);
  if (!launched) return;
  process.on("disconnect", stop);
  process.on("message", (message: ToChild) => message.type === "stop" && stop());
  if (!process.connected) return stop();
  process.send?.({ type: "ready", url } satisfies FromChild);
}
