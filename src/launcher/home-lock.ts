import { randomUUID } from "node:crypto";
import { link, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { processStart } from "../kernel/process-facts.js";
import { StartupError } from "../kernel/startup-error.js";

interface Holder {
  pid: number;
  /** Tells the holder from a later process with the same pid. */
  start: string | undefined;
  url?: string;
}

/** The right of one process to work on a home. */
export interface HomeLock {
  /** Whether the last holder died without letting go, so that remains of it may still be ending. */
  readonly inherited: boolean;
  /** Records where the product answers, for the message to whoever comes second. */
  announce(url: string): Promise<void>;
  release(): Promise<void>;
}

/** Takes the home, made if need be, for this process; a dead holder's lock is taken over. Throws `StartupError`. */
export async function lockHome(home: string): Promise<HomeLock> {
  await mkdir(home, { recursive: true }).catch(cannotWrite(home));
  const file = join(home, "lock");
  const self: Holder = { pid: process.pid, start: processStart(process.pid) };
  let inherited = false;
  while (!(await put(file, self).catch(cannotWrite(home)))) {
    const text = await readFile(file, "utf8").catch(() => undefined);
    if (text === undefined) continue;
    const holder = parse(text);
    if (holder && holder.start === processStart(holder.pid)) throw new StartupError(inUse(holder));
    await takeAway(file, text);
    inherited = true;
  }
  return {
    inherited,
    async announce(url) {
      const draft = `${file}.${randomUUID()}`;
      await writeFile(draft, JSON.stringify({ ...self, url }));
      await rename(draft, file);
    },
    release: () => rm(file, { force: true }),
  };
}

/** Puts the whole lock there at once, or returns false when there is one. */
async function put(file: string, holder: Holder): Promise<boolean> {
  const draft = `${file}.${randomUUID()}`;
  await writeFile(draft, JSON.stringify(holder));
  try {
    await link(draft, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    return false;
  } finally {
    await rm(draft);
  }
}

/** `undefined` for a file that a power cut left empty. */
function parse(text: string): Holder | undefined {
  return text.trim() ? (JSON.parse(text) as Holder) : undefined;
}

/** Removes a dead holder's lock, and puts back what another process may have placed there since it was read. */
async function takeAway(file: string, stale: string): Promise<void> {
  const aside = `${file}.${randomUUID()}`;
  await rename(file, aside).catch(() => undefined);
  const taken = await readFile(aside, "utf8").catch(() => stale);
  if (taken !== stale) await link(aside, file).catch(() => undefined);
  await rm(aside, { force: true });
}

function inUse({ pid, url }: Holder): string {
  const who = url ? `pid ${pid}, ${url}` : `pid ${pid}`;
  return `Groundwork already runs on this home (${who}): stop it first or set GROUNDWORK_HOME.`;
}

function cannotWrite(home: string) {
  return (error: NodeJS.ErrnoException) => {
    throw new StartupError(
      `${home} cannot be written (${error.code}): make it yours, or set GROUNDWORK_HOME to a folder that is.`,
    );
  };
}
