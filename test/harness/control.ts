import type { Answer, Client } from "./client.js";
import type { RunEvent } from "./runs.js";

/** A run as `controlled` asks for it. */
export interface ControlledRun {
  __typename: string;
  id: string;
  status: string;
  name: string;
  parameters: Record<string, unknown>;
  origin: { kind: string; runId: string; step: number | null } | null;
  checkpoints: { step: number; epoch: number }[];
  best: { metric: string; value: number; step: number } | null;
  artifacts: { kind: string; sha256: string }[];
  error: { code: string; message: string; lastWords: string | null } | null;
  code?: string;
  errors?: { field: string; code: string; message: string }[];
}

const RUN = `__typename
  ... on TrainingRun {
    id status name parameters origin { kind runId step } checkpoints { step epoch } best { metric value step }
    artifacts(first: 100) { kind sha256 } error { code message lastWords }
  }`;
const REFUSAL = `... on Refusal { code message } ... on InvalidParameters { errors { field code message } }`;

const OPERATIONS = {
  cancelTrainingRun: `mutation ($id: ID!) { cancelTrainingRun(id: $id) { ${RUN} } }`,
  pauseTrainingRun: `mutation ($id: ID!) { pauseTrainingRun(id: $id) { ${RUN} } }`,
  resumeTrainingRun: `mutation ($id: ID!) { resumeTrainingRun(id: $id) { ${RUN} ... on Refusal { code message } } }`,
  retryTrainingRun: `mutation ($id: ID!, $input: RetryTrainingRunInput! = {}) {
    retryTrainingRun(id: $id, input: $input) { ${RUN} ${REFUSAL} } }`,
  forkTrainingRun: `mutation ($id: ID!, $input: ForkTrainingRunInput! = {}) {
    forkTrainingRun(id: $id, input: $input) { ${RUN} ${REFUSAL} } }`,
};

type Operation = keyof typeof OPERATIONS;

export const CONTROLS = Object.keys(OPERATIONS) as Operation[];

/** Steers a run. Throws for an error of the response. */
export async function control(
  client: Client,
  operation: Operation,
  id: string,
  input?: object,
): Promise<ControlledRun> {
  const data = await client.query<Record<string, ControlledRun>>(OPERATIONS[operation], { id, input });
  return data[operation];
}

/** The codes of the errors that steering a run answers with. */
export async function controlCodes(client: Client, operation: Operation, id: string, input?: object) {
  const { errors }: Answer<unknown> = await client.send(OPERATIONS[operation], { id, input });
  return (errors ?? []).map(({ extensions }) => extensions.code);
}

export async function readRun(client: Client, id: string): Promise<ControlledRun> {
  const { trainingRun } = await client.query<{ trainingRun: ControlledRun }>(
    `query ($id: ID!) { trainingRun(id: $id) { ${RUN} } }`,
    { id },
  );
  return trainingRun;
}

export const statusesOf = (events: RunEvent[]) =>
  events.filter(({ __typename }) => __typename === "StatusChanged").map(({ status }) => status);

/** What a run reported of its metrics: the steps and their values. */
export const metricsOf = (events: RunEvent[]) =>
  events.filter(({ __typename }) => __typename === "MetricsLogged").map(({ step, metrics }) => [step, metrics]);

/** The SHA-256 of the weights that a run ended with. */
export const weightsOf = ({ artifacts }: ControlledRun) => artifacts.find(({ kind }) => kind === "WEIGHTS")?.sha256;
