import type { Client } from "./client.js";

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
  Question: { category: "foundations", difficulty: "EASY", status: "PUBLISHED", title: text("Made for a test") },
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

export async function create(client: Client, kind: string, slug: string, changes: object = {}): Promise<Entry> {
  return (await client.query<{ entry: Entry }>(...creation(kind, slug, changes))).entry;
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
