/** Channel of the bare transport's notifications. */
export const BARE_CHANNEL = "bench_events";

/** Where the bare transport keeps its events. */
export const BARE_TABLE = `create table groundwork.bench_event
  (seq int primary key generated always as identity, stream int not null default 0, payload json not null)`;
