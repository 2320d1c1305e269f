import { setTimeout as pause } from "node:timers/promises";

const [PAUSE_MS, TRIES] = [25, 2_400];

/**
 * Looks again and again until there is something, and returns it: for what another process, a thread or the end of a connection brings
 * about. Throws when nothing comes within a minute.
 */
export async function until<T>(look: () => T | undefined | false | Promise<T | undefined | false>): Promise<T> {
  for (let tries = 0; tries < TRIES; tries++) {
    const seen = await look();
    if (seen) return seen;
    await pause(PAUSE_MS);
  }
  throw new Error(`This did not come about: ${String(look)}`);
}
