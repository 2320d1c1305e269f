import type { Client } from "./client.js";
import { until } from "./until.js";

const FIELDS = `id status format precision report { bytesBefore bytesAfter figure before after largestDifference }
  artifact { kind name mediaType size url } error { code message }`;

/** For tests that are refused, too. */
export const EXPORT = `mutation ($input: ExportTrainedModelInput!) { exportTrainedModel(input: $input) {
  __typename ... on ModelExport { ${FIELDS} } ... on Refusal { code message } } }`;

/** An export as clients see it. */
export interface Export {
  __typename: string;
  id: string;
  status: string;
  format: string;
  precision: string;
  report: { bytesBefore: number; bytesAfter: number; before: number; after: number; largestDifference: number } | null;
  artifact: { kind: string; name: string; size: number; url: string } | null;
  error: { code: string } | null;
  code?: string;
}

/** Asks for a run's model in another form. */
export async function requestExport(client: Client, runId: string, format: string, precision: string): Promise<Export> {
  const input = { runId, format, precision };
  return (await client.query<{ exportTrainedModel: Export }>(EXPORT, { input })).exportTrainedModel;
}

/** The run's exports, once none is on its way any more. */
export function made(client: Client, id: string): Promise<Export[]> {
  return until(async () => {
    const { trainingRun } = await client.query<{ trainingRun: { exports: Export[] } }>(
      `query ($id: ID!) { trainingRun(id: $id) { exports { ${FIELDS} } } }`,
      { id },
    );
    const { exports } = trainingRun;
    return exports.every(({ status }) => status === "SUCCEEDED" || status === "FAILED") && exports;
  });
}
