import { createServer, type AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { StartupError } from "../kernel/startup-error.js";

const retryMs = 200;

/**
 * The port that the API shall listen on: `port` itself, or any free one for 0, so that a restarted API is found where the
 * first was. Tries for `patienceMs`, then throws a `StartupError` that says what to do.
 */
export async function listeningPort(port: number, host: string, patienceMs: number): Promise<number> {
  for (let left = patienceMs; ; left -= retryMs) {
    const outcome = await tryListen(port, host);
    if (typeof outcome === "number") return outcome;
    if (outcome !== "EADDRINUSE" || left <= 0) throw new StartupError(explain(outcome, port, host));
    await sleep(retryMs);
  }
}

/** The port, or the error code. */
async function tryListen(port: number, host: string): Promise<number | string> {
  const probe = createServer();
  return new Promise((resolve) => {
    probe.once("error", (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    probe.listen(port, host, () => {
      const bound = (probe.address() as AddressInfo).port;
      probe.close(() => resolve(bound));
    });
  });
}

function explain(code: string, port: number, host: string): string {
  switch (code) {
    case "EADDRINUSE": {
      const other = port < 65_535 ? port + 1 : 4000;
      return `Port ${port} is taken, by another program or the Groundwork of another checkout: stop that one, or choose another port, as in PORT=${other} npm start.`;
    }
    case "EACCES":
      return `Port ${port} is not for this user: choose one above 1023, as in PORT=4000 npm start.`;
    default:
      return `HOST=${host} is no address of this machine (${code}): use 127.0.0.1, or 0.0.0.0 for every address it has.`;
  }
}
