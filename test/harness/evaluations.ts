import type { Client } from "./client.js";
import { until } from "./until.js";

export interface Figure {
  name: string;
  value: number;
  low: number | null;
  high: number | null;
}

export interface Evaluated {
  id: string;
  dataset: string;
  checkpoint: string;
  step: number | null;
  rows: number;
  primary: Figure;
  figures: Figure[];
  requestedBy: { name: string } | null;
  robustness: { kind: string; points: { strength: number; accuracy: number; low: number; high: number }[] }[] | null;
}

export interface Requested {
  __typename: string;
  id: string;
  status: string;
  code?: string;
  message?: string;
  errors?: { field: string; code: string; message: string }[];
  error?: { code: string; message: string } | null;
  evaluation: Evaluated | null;
  baseline: { primary: Figure } | null;
  artifacts: { name: string }[];
}

const EVALUATED = `id dataset checkpoint step rows primary { name value low high } figures { name value low high }
  requestedBy { name } robustness { kind points { strength accuracy low high } }`;

const EVALUATE = `mutation ($id: ID!, $input: EvaluateTrainingRunInput!) {
  evaluateTrainingRun(id: $id, input: $input) {
    __typename
    ... on EvaluationRequest { id status }
    ... on Refusal { code message }
    ... on InvalidParameters { errors { field code message } }
  }
}`;

const REQUEST = `query ($id: ID!) { node(id: $id) { ... on EvaluationRequest {
  id status error { code message } artifacts(first: 50) { name } baseline { primary { name value low high } }
  evaluation { ${EVALUATED} }
} } }`;

/** Asks for an evaluation of a run. */
export async function evaluate(client: Client, id: string, input: object = {}): Promise<Requested> {
  return (await client.query<{ evaluateTrainingRun: Requested }>(EVALUATE, { id, input })).evaluateTrainingRun;
}

/** A request once it has ended. */
export function ended(client: Client, id: string): Promise<Requested> {
  return until(async () => {
    const { node } = await client.query<{ node: Requested }>(REQUEST, { id });
    return ["SUCCEEDED", "FAILED"].includes(node.status) && node;
  });
}

/** Asks for an evaluation and waits until it is there. Throws what it failed of. */
export async function evaluated(client: Client, id: string, input: object = {}) {
  const asked = await evaluate(client, id, input);
  if (asked.__typename !== "EvaluationRequest") throw new Error(asked.message);
  const request = await ended(client, asked.id);
  if (!request.evaluation) throw new Error(request.error?.message);
  return { ...request, evaluation: request.evaluation };
}

/** The evaluation at a run's end, and all of the run's evaluations, the newest first. */
export async function evaluationsOf(client: Client, id: string) {
  const query = `query ($id: ID!) { trainingRun(id: $id) {
    evaluation { ${EVALUATED} } evaluations { ${EVALUATED} } evaluationRequests { id status }
  } }`;
  const { trainingRun } = await client.query<{
    trainingRun: { evaluation: Evaluated; evaluations: Evaluated[]; evaluationRequests: { id: string }[] };
  }>(query, { id });
  return trainingRun;
}
