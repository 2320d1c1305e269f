import type { Answer, Client } from "./client.js";

/** An event as `EVENTS` asks for it. */
export interface RunEvent {
  __typename: string;
  seq: number;
  at: string;
  status?: string;
  previous?: string | null;
  reason?: string | null;
  actor?: { name: string } | null;
  step?: number;
  epoch?: number;
  metrics?: { name: string; value: number }[];
  name?: string;
  url?: string;
  message?: string;
  level?: string;
  code?: string;
  advice?: { en: string; zh: string };
  evaluation?: { primary: { name: string; value: number } };
}

export const EVENTS = `subscription ($runId: ID!, $after: Int) {
  trainingRunEvents(runId: $runId, after: $after) {
    __typename seq at
    ... on StatusChanged { status previous reason actor { name } }
    ... on MetricsLogged { step epoch metrics { name value } }
    ... on SampleProduced { step name url }
    ... on LogLine { step level message }
    ... on WarningRaised { step code message advice { en zh } }
    ... on EvaluationCompleted { evaluation { primary { name value } } }
  }
}`;

/** A run that takes seconds. */
export const SMALL = {
  recipe: "cnn-image-classification",
  dataset: "mnist-digits-small",
  parameters: { epochs: 4, batchSize: 50 },
};

export const LAUNCH = `mutation ($input: LaunchTrainingRunInput!) {
  launchTrainingRun(input: $input) {
    __typename
    ... on TrainingRun { id status name seed parameters dataset }
    ... on Refusal { code message }
    ... on InvalidParameters { errors { field code message } }
  }
}`;

export interface Launched {
  __typename: string;
  id: string;
  status: string;
  code?: string;
  message?: string;
  errors?: { field: string; code: string; message: string }[];
}

export async function launch(client: Client, input: object = SMALL): Promise<Launched> {
  return (await client.query<{ launchTrainingRun: Launched }>(LAUNCH, { input })).launchTrainingRun;
}

/** The events of a run after `after`, until `until` holds or the subscription completes. */
export async function follow(
  client: Client,
  runId: string,
  after = 0,
  until: (event: RunEvent) => boolean = () => false,
): Promise<RunEvent[]> {
  const events: RunEvent[] = [];
  for await (const { data, errors } of client.subscribe<{ trainingRunEvents: RunEvent }>(EVENTS, { runId, after })) {
    if (errors) throw new Error(errors.map(({ extensions, message }) => `${extensions.code}: ${message}`).join("\n"));
    events.push(data!.trainingRunEvents);
    if (until(data!.trainingRunEvents)) break;
  }
  return events;
}

/** The first answer of a subscription, whatever it is. */
export async function firstAnswer(client: Client, variables: object): Promise<Answer<unknown>> {
  for await (const answer of client.subscribe(EVENTS, variables as Record<string, unknown>)) return answer;
  throw new Error("the subscription completed without an answer");
}
