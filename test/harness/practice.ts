import type { Client } from "./client.js";
import type { Product } from "./product.js";

/** A card as the tests look at it. */
export interface Card {
  id: string;
  question: { slug: string } | null;
  note: { flagged: boolean; text: string } | null;
  state: string;
  due: string;
  reps: number;
  lapses: number;
  stability: number | null;
  difficulty: number | null;
  lastReviewedAt: string | null;
  choices: { rating: string; due: string }[];
}

/** A review as the tests look at it. */
export interface Review {
  id: string;
  rating: string;
  reviewedAt: string;
  due: string;
  desiredRetention: number;
  undoneAt: string | null;
  choices: { rating: string; due: string }[];
  card: Card;
}

const CARD = `id question { slug } note { flagged text } state due reps lapses stability difficulty lastReviewedAt choices { rating due }`;
const REVIEW = `id rating reviewedAt due desiredRetention undoneAt choices { rating due } card { ${CARD} }`;

export const START = `mutation ($input: StartPracticeInput!) { startPractice(input: $input) {
  __typename ... on PracticeStarted { added alreadyThere } ... on PracticeFull { code message cards limit } } }`;

export const REVIEW_CARD = `mutation ($id: ID!, $input: ReviewPracticeCardInput!) {
  reviewPracticeCard(id: $id, input: $input) { ${REVIEW} } }`;

export const UNDO = `mutation ($id: ID!, $reps: Int!) { undoPracticeReview(cardId: $id, expectedReps: $reps) { ${CARD} } }`;

export const SETTINGS = `mutation ($input: UpdatePracticeSettingsInput!) {
  updatePracticeSettings(input: $input) { desiredRetention newCardsPerDay dayStartsAtHour } }`;

export const NOTE = `mutation ($questionId: ID!, $input: NoteQuestionInput!) {
  noteQuestion(questionId: $questionId, input: $input) { id flagged text question { slug } } }`;

export const DUE = `query ($first: Int, $after: String) { duePracticeCards(first: $first, after: $after) {
  totalCount pageInfo { hasNextPage endCursor } edges { cursor node { ${CARD} } } } }`;

/** A page of what is due. */
export interface DuePage {
  totalCount: number;
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
  edges: { cursor: string; node: Card }[];
}

export async function start(client: Client, input: object) {
  return (await client.query<{ startPractice: Record<string, unknown> }>(START, { input })).startPractice;
}

export async function duePage(client: Client, variables: object = {}): Promise<DuePage> {
  return (await client.query<{ duePracticeCards: DuePage }>(DUE, { first: 100, ...variables })).duePracticeCards;
}

export async function dueCards(client: Client): Promise<Card[]> {
  return (await duePage(client)).edges.map(({ node }) => node);
}

/** Reviews a card as it was last seen. */
export async function review(client: Client, { id, reps }: Pick<Card, "id" | "reps">, rating: string, key?: string) {
  const input = { rating, expectedReps: reps, idempotencyKey: key };
  return (await client.query<{ reviewPracticeCard: Review }>(REVIEW_CARD, { id, input })).reviewPracticeCard;
}

/** The ids of a card, a review and a note of a client. */
export async function practise(client: Client): Promise<string[]> {
  const { questions } = await client.query<{ questions: { edges: { node: { id: string } }[] } }>(
    `{ questions(first: 1) { edges { node { id } } } }`,
  );
  const questionId = questions.edges[0].node.id;
  await start(client, { questionIds: [questionId] });
  const [card] = await dueCards(client);
  const { noteQuestion } = await client.query<{ noteQuestion: { id: string } }>(NOTE, { questionId, input: {} });
  return [card.id, (await review(client, card, "GOOD")).id, noteQuestion.id];
}

/** A clock that stands still until it is turned. */
export function turnClock({ services }: Product, start: string) {
  const clock = { at: Date.parse(start) };
  services.practiceClock.now = () => clock.at;
  return {
    /** Goes on to an instant. */
    to: (instant: string) => void (clock.at = Date.parse(instant)),
    get now() {
      return new Date(clock.at).toISOString();
    },
  };
}
