import type { Client } from "./client.js";

/** An event as `SWEEP_EVENTS` asks for it. */
export interface SweepEvent {
  __typename: "SweepStatusChanged" | "TrialLaunched" | "TrialReported" | "TrialEnded";
  seq: number;
  status?: string;
  outcome?: string;
  previous?: string | null;
  reason?: string | null;
  number?: number;
  runId?: string;
  parameters?: Record<string, unknown>;
  epoch?: number;
  value?: number;
  result?: number | null;
  best?: { number: number; value: number } | null;
}

const SWEEP_EVENTS = `subscription ($sweepId: ID!, $after: Int) {
  sweepEvents(sweepId: $sweepId, after: $after) {
    __typename seq
    ... on SweepStatusChanged { status previous reason }
    ... on TrialLaunched { number runId parameters }
    ... on TrialReported { number epoch value best { number value } }
    ... on TrialEnded { number outcome result reason best { number value } }
  }
}`;

const LAUNCH_SWEEP = `mutation ($input: LaunchSweepInput!) {
  launchSweep(input: $input) {
    __typename
    ... on Sweep { id status name maxTrials concurrency }
    ... on Refusal { code message }
    ... on InvalidSweep { errors { field code message } }
  }
}`;

export interface LaunchedSweep {
  __typename: string;
  id: string;
  status: string;
  name: string;
  maxTrials: number;
  concurrency: number;
  code?: string;
  message?: string;
  errors?: { field: string; code: string; message: string }[];
}

/** Two trials that take seconds together: the learning rate drawn from two decades. */
export const SMALL_SWEEP = {
  recipe: "cnn-image-classification",
  dataset: "mnist-digits-small",
  fixedParameters: { epochs: 1, batchSize: 100, shift: 0 },
  space: [{ parameter: "learningRate", minimum: 1e-4, maximum: 1e-2, log: true }],
  objective: { metric: "val_accuracy", goal: "MAXIMISE" },
  method: "RANDOM",
  maxTrials: 2,
};

export async function launchSweep(client: Client, input: object = SMALL_SWEEP): Promise<LaunchedSweep> {
  return (await client.query<{ launchSweep: LaunchedSweep }>(LAUNCH_SWEEP, { input })).launchSweep;
}

/** The events of a sweep after `after`, until `until` holds or the subscription completes. */
export async function followSweep(
  client: Client,
  sweepId: string,
  after = 0,
  until: (event: SweepEvent) => boolean = () => false,
): Promise<SweepEvent[]> {
  const events: SweepEvent[] = [];
  for await (const { data, errors } of client.subscribe<{ sweepEvents: SweepEvent }>(SWEEP_EVENTS, {
    sweepId,
    after,
  })) {
    if (errors) throw new Error(errors.map(({ extensions, message }) => `${extensions.code}: ${message}`).join("\n"));
    events.push(data!.sweepEvents);
    if (until(data!.sweepEvents)) break;
  }
  return events;
}

export const ofKind = (events: SweepEvent[], kind: SweepEvent["__typename"]) =>
  events.filter(({ __typename }) => __typename === kind);

/** How many of its trials were under way at once, at the most. */
export function mostAtOnce(events: SweepEvent[]): number {
  let [now, most] = [0, 0];
  for (const { __typename } of events) {
    if (__typename === "TrialLaunched") now += 1;
    if (__typename === "TrialEnded") now -= 1;
    most = Math.max(most, now);
  }
  return most;
}
