import type { RunEvent } from "./run.events.js";

export const INTERVAL_MAX_MS = 60_000;

/**
 * The events with fewer metrics: of those with the same names only the newest comes, once in an interval of the run's own
 * time, so that a history is thinned as what happens now. Held metrics go before any event of another kind, which keeps the
 * order by `seq` and brings the last ones before the run's end. Nothing but metrics is left out.
 */
export function thinned(
  events: AsyncGenerator<RunEvent, void, undefined>,
  intervalMs: number,
): AsyncGenerator<RunEvent, void, undefined> {
  const fewer = thin(events, intervalMs);
  const leave = fewer.return.bind(fewer);
  fewer.return = async (value) => {
    await events.return();
    return leave(value);
  };
  return fewer;
}

async function* thin(
  events: AsyncGenerator<RunEvent, void, undefined>,
  intervalMs: number,
): AsyncGenerator<RunEvent, void, undefined> {
  const held = new Map<string, RunEvent>();
  const released = () => {
    const all = [...held.values()].sort((one, other) => one.seq - other.seq);
    held.clear();
    return all;
  };
  const next = () => {
    const coming = events.next();
    // Its failure is met by whoever asks next; until then nobody listens.
    coming.catch(() => undefined);
    return coming;
  };
  /** When held metrics are due, and how far the run's time has come; both in milliseconds. */
  let due = -Infinity;
  let now = -Infinity;
  let coming = next();
  for (;;) {
    const arrived = held.size > 0 ? await inTime(coming, due - now) : await coming;
    if (arrived === "late") {
      now = due;
      due += intervalMs;
      yield* released();
      continue;
    }
    const { value: event, done } = arrived;
    if (done) {
      yield* released();
      return;
    }
    coming = next();
    now = Math.max(now, Date.parse(event.at));
    if (held.size > 0 && now >= due) {
      yield* released();
      due += intervalMs;
    }
    if (event.kind === "MetricsLogged") {
      held.set(event.metrics.map(({ name }) => name).join("\n"), event);
      if (now < due) continue;
      due = now + intervalMs;
      yield* released();
    } else {
      if (held.size > 0) due = now + intervalMs;
      yield* released();
      yield event;
    }
  }
}

/** What comes within so many milliseconds, or "late". */
async function inTime<T>(coming: Promise<T>, ms: number): Promise<T | "late"> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<"late">((resolve) => {
    timer = setTimeout(() => resolve("late"), Math.max(0, ms));
  });
  try {
    return await Promise.race([coming, late]);
  } finally {
    clearTimeout(timer);
  }
}
