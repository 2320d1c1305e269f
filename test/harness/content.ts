import { Client } from "./client.js";
import { REVIEWER } from "./reviewer.js";

/** A text in both languages. */
export const text = (en: string) => ({ en, zh: `${en}（中文）` });

/** A provision that a checklist item cites. */
export const citation = (framework: string, locator: string, more: object = {}) => ({
  framework,
  locator,
  confidence: "HIGH",
  checkedOn: "2026-11-22",
  ...more,
});

/** The least that each kind needs to be created, save its slug. */
const leastInputs: Record<string, object> = {
  Question: { category: "foundations", difficulty: "EASY", title: text("Made for a test") },
  BusinessModel: {
    name: text("Made for a test"),
    summary: text("A summary"),
    howItEarns: text("By fees"),
    canvas: Object.fromEntries(
      [
        ...["customerSegments", "valuePropositions", "channels", "customerRelationships", "revenueStreams"],
        ...["keyResources", "keyActivities", "keyPartners", "costStructure"],
      ].map((block) => [block, [text(block)]]),
    ),
  },
  Checklist: { topic: "testing", title: text("Made for a test"), summary: text("A summary") },
  ChecklistItem: {
    checklist: "data-protection",
    severity: "LOW",
    title: text("Made for a test"),
    requirement: text("Something holds"),
    guidance: text("Make it hold"),
  },
};

/** What can be edited over the API, by its type's name, with a text that it can be recognised by. */
export const editableKinds = [
  { kind: "Question", label: "title" },
  { kind: "BusinessModel", label: "name" },
  { kind: "Checklist", label: "title" },
  { kind: "ChecklistItem", label: "title" },
];

/** An entry as a mutation answers with it. */
export interface Entry {
  id: string;
  slug: string;
  revision: number;
}

/** The document and the variables that create an entry of a kind. */
export function creation(kind: string, slug: string, changes: object = {}): [string, { input: object }] {
  return [
    `mutation ($input: Create${kind}Input!) { entry: create${kind}(input: $input) { id slug revision } }`,
    { input: { slug, ...leastInputs[kind], ...changes } },
  ];
}

/** Creates an entry and brings it to a status, by default PUBLISHED, by somebody else's review. */
export async function create(
  client: Client,
  kind: string,
  slug: string,
  { status = "PUBLISHED", ...changes }: { status?: string } & Record<string, unknown> = {},
): Promise<Entry> {
  const { entry } = await client.query<{ entry: Entry }>(...creation(kind, slug, changes));
  if (status === "PUBLISHED" || status === "ARCHIVED") await publish(client, entry);
  if (status === "ARCHIVED") await client.query(...archival(kind, entry.id));
  return entry;
}

const REVIEW = `mutation ($input: ReviewContentInput!) { reviewContent(input: $input) {
  ... on ContentReviewed { content { status revision } } ... on Refusal { code }
} }`;

/** What reviewing comes to: the entry's status and revision, or the code of a refusal. */
export interface Reviewed {
  content?: { status: string; revision: number };
  code?: string;
}

/** A review by a client. */
export async function review(client: Client, id: string, input: object): Promise<Reviewed> {
  const given = { id, verdict: "APPROVE", ...input };
  return (await client.query<{ reviewContent: Reviewed }>(REVIEW, { input: given })).reviewContent;
}

/** Has a draft published, reviewed by the second administrator whom every product of the tests has. */
export async function publish(author: Client, { id, revision }: Pick<Entry, "id" | "revision">): Promise<void> {
  await author.query(`mutation ($id: ID!) { submitForReview(id: $id) { status } }`, { id });
  const { content } = await review(await reviewerOf(author), id, { expectedRevision: revision });
  if (content?.status !== "PUBLISHED") throw new Error(`${id} was not published`);
}

const reviewers = new Map<string, Promise<Client>>();

/** The second administrator of a client's product. */
export function reviewerOf({ url }: Client): Promise<Client> {
  const found = reviewers.get(url) ?? Client.signIn(url, REVIEWER.email, REVIEWER.password);
  reviewers.set(url, found);
  return found;
}

export function change(kind: string, input: object): [string, { input: object }] {
  return [
    `mutation ($input: Update${kind}Input!) { entry: update${kind}(input: $input) { id slug revision } }`,
    { input },
  ];
}

export function archival(kind: string, id: string): [string, { id: string }] {
  return [`mutation ($id: ID!) { entry: archive${kind}(id: $id) { id slug revision } }`, { id }];
}

/** An entry's id by `node`, or null where the client sees none. */
export async function seen(client: Client, id: string): Promise<string | null> {
  const { node } = await client.query<{ node: { id: string } | null }>(`query ($id: ID!) { node(id: $id) { id } }`, {
    id,
  });
  return node?.id ?? null;
}
