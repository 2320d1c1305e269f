import type { Answer, Client } from "./client.js";
import type { Product } from "./product.js";

/** A file to send along. */
export interface SentFile {
  name: string;
  content: string | Uint8Array;
}

/** A GraphQL multipart request with the file at `path` of the operation, e.g. `variables.input.file`. */
export function multipart(query: string, variables: object, file: SentFile, path = "variables.input.file"): FormData {
  const form = new FormData();
  form.append("operations", JSON.stringify({ query, variables }));
  form.append("map", JSON.stringify({ 0: [path] }));
  form.append("0", new Blob([file.content as BlobPart]), file.name);
  return form;
}

/** Sends a form as a person would whose client knows that a multipart request needs a preflight header. */
export async function sendForm<T>(
  { url }: Product,
  client: Client | undefined,
  body: FormData,
  headers: Record<string, string> = { "apollo-require-preflight": "true" },
): Promise<Answer<T> & { status: number }> {
  const signed = { ...headers, ...(client?.accessToken && { authorization: `Bearer ${client.accessToken}` }) };
  const response = await fetch(`${url}/graphql`, { method: "POST", headers: signed, body });
  return { status: response.status, ...((await response.json()) as Answer<T>) };
}

/** What `createDataset` answers. */
export interface Created {
  __typename: string;
  id: string;
  code?: string;
  message?: string;
  faultCount?: number;
  faults?: { line: number | null; row: number | null; column: string | null; message: string; sentence: string }[];
  version?: { id: string; number: number; sha256: string; size: number; fileName: string };
  quota?: string;
}

const CREATE = `mutation ($input: CreateDatasetInput!) {
  createDataset(input: $input) {
    __typename
    ... on Dataset { id name kind rows classes sha256 version { id number sha256 size fileName } }
    ... on Refusal { code message }
    ... on InvalidData { faultCount faults { line row column message sentence } }
    ... on QuotaExceeded { quota limit used }
  }
}`;

/** Uploads a file as a data set. Throws where the API answers with errors. */
export async function upload(
  product: Product,
  client: Client,
  content: string | Uint8Array,
  input: object,
  fileName = "data.csv",
): Promise<Created> {
  const form = multipart(CREATE, { input: { ...input, file: null } }, { name: fileName, content });
  const { data, errors } = await sendForm<{ createDataset: Created }>(product, client, form);
  if (errors) throw new Error(errors.map(({ message, extensions }) => `${extensions.code}: ${message}`).join("\n"));
  return data!.createDataset;
}

/** The codes of a request's errors. */
export async function uploadCodes(product: Product, client: Client, content: string | Uint8Array, input: object) {
  const form = multipart(CREATE, { input: { ...input, file: null } }, { name: "data.csv", content });
  return ((await sendForm(product, client, form)).errors ?? []).map(({ extensions }) => extensions.code);
}

/** A table of two classes that a line tells apart, `rows` of each. */
export function twoClasses(rows: number): string {
  const lines = Array.from({ length: 2 * rows }, (_, row) => {
    const label = row % 2;
    return `${label * 4 + ((row * 7) % 10) / 10},${label * 3 + ((row * 3) % 10) / 10},${["red", "blue"][row % 3 === 0 ? 1 : 0]},${["no", "yes"][label]}`;
  });
  return `width,height,colour,bought\n${lines.join("\n")}\n`;
}
