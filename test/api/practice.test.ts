import { beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import type { Client } from "../harness/client.js";
import { seedColleague } from "../harness/colleague.js";
import { archival, create, publish, text, type Entry } from "../harness/content.js";
import {
  dueCards,
  duePage,
  NOTE,
  review,
  REVIEW_CARD,
  SETTINGS,
  start,
  START,
  turnClock,
  UNDO,
  type Card,
  type Review,
} from "../harness/practice.js";
import { withProduct } from "../harness/product.js";
import { countStatements } from "../harness/statements.js";
import { seedStranger } from "../harness/stranger.js";

const product = withProduct();
let admin: Client;
let learner: Client;
let clock: ReturnType<typeof turnClock>;
const bank: Entry[] = [];

beforeAll(async () => {
  admin = await product.admin();
  for (const [at, tags] of [["compression"], ["compression"], [], [], []].entries()) {
    const title = text(at === 0 ? "Why do walruses quantise?" : `Practised ${at}`);
    bank.push(await create(admin, "Question", `practised-${at}`, { title, tags, difficulty: "HARD", kind: "CASE" }));
  }
});

/** Each test has a learner of its own. */
beforeEach(async () => {
  clock = turnClock(product, "2026-03-02T09:00:00.000Z");
  learner = await seedColleague(product, "VIEWER");
});

const startAll = (client = learner) => start(client, { questionIds: bank.map(({ id }) => id) });
const slugs = async (client = learner) => (await dueCards(client)).map(({ question }) => question!.slug);

async function firstCard(): Promise<Card> {
  await start(learner, { questionIds: [bank[0].id] });
  return (await dueCards(learner))[0];
}

/** Reviews a card whenever it is due, one rating after the other. */
async function reviews(card: Card, ratings: string[]): Promise<Review> {
  let last!: Review;
  for (const rating of ratings) {
    last = await review(learner, last?.card ?? card, rating);
    clock.to(last.due);
  }
  return last;
}

describe("practice starts", () => {
  test.each([
    ["a question", () => ({ questionIds: [bank[3].id] }), [3]],
    ["questions, in the order they are named", () => ({ questionIds: [2, 1, 2].map((at) => bank[at].id) }), [2, 1]],
    ["tags and other filters", () => ({ filter: { tags: ["compression"], kind: "CASE" } }), [0, 1]],
    ["a category", () => ({ filter: { category: "foundations", kind: "CASE" } }), [0, 1, 2, 3, 4]],
    ["a search", () => ({ query: "walrus" }), [0]],
    ["a search with a filter that excludes what it finds", () => ({ query: "walrus", filter: { kind: "CODING" } }), []],
    ["a search without a word", () => ({ query: "…" }), []],
    ["a category that is not there", () => ({ filter: { category: "alchemy" } }), []],
  ])("by %s", async (_by, input, expected) => {
    const started = { __typename: "PracticeStarted", added: expected.length, alreadyThere: 0 };
    expect(await start(learner, input())).toEqual(started);
    expect(await slugs()).toEqual(expected.map((at) => `practised-${at}`));
    expect(await start(learner, input())).toEqual({ ...started, added: 0, alreadyThere: expected.length });
  });

  test.each([
    ["nothing", {}, "input"],
    ["no questions", { questionIds: [] }, "input.questionIds"],
    ["questions and a search", { questionIds: ["Question_x"], query: "walrus" }, "input"],
    ["an id of nothing", { questionIds: ["Question_x"] }, "input.questionIds.0"],
    ["characters nobody sees", { questionIds: ["\u202e\u200b"] }, "input.questionIds.0"],
    ["too many questions", { questionIds: Array<string>(501).fill("Question_x") }, "input.questionIds"],
    ["too long a search", { query: "w".repeat(501) }, "input.query"],
    ["too many tags", { filter: { tags: Array<string>(21).fill("compression") } }, "input.filter.tags"],
    ["too long a category", { filter: { category: "c".repeat(201) } }, "input.filter.category"],
  ])("not by %s", async (_by, input, field) => {
    const { errors } = await learner.send(START, { input });
    expect(errors?.[0].extensions).toMatchObject({ code: "BAD_USER_INPUT", field });
    expect(await dueCards(learner)).toEqual([]);
  });

  test("by questions only when all of them are published", async () => {
    const draft = await create(admin, "Question", "practised-draft", { status: "DRAFT", title: text("A narwhal") });
    const { errors } = await admin.send(START, { input: { questionIds: [bank[0].id, draft.id] } });
    expect(errors?.[0].extensions).toMatchObject({ code: "BAD_USER_INPUT", field: "input.questionIds.1" });
    expect(await start(admin, { query: "narwhal" })).toMatchObject({ added: 0, alreadyThere: 0 });
    expect(await start(admin, { filter: { kind: "CASE" } })).toMatchObject({ added: bank.length });
  });

  test("only while there is room for all that is chosen", async () => {
    const { pool } = product.services;
    const fill = async (count: number) => {
      await pool.query(
        `insert into question (id, slug, category_id, kind, difficulty, status, title)
         select gen_random_uuid(), 'filler-' || n, (select id from question_category where slug = 'foundations'),
           'CODING', 'EASY', 'DRAFT', '{"zh": "题", "en": "A question"}' from generate_series(1, $1) n`,
        [count],
      );
      await pool.query(
        `insert into practice_card (id, user_id, question_id, memory)
         select gen_random_uuid(), c.user_id, q.id, c.memory from question q cross join practice_card c
         where q.slug like 'filler-%' and c.id = $1`,
        [(await firstCard()).id.split("_")[1]],
      );
    };
    await fill(4_997);
    try {
      expect(await startAll()).toMatchObject({
        __typename: "PracticeFull",
        code: "PRACTICE_FULL",
        cards: 4_998,
        limit: 5_000,
      });
      expect(await start(learner, { questionIds: [bank[1].id, bank[2].id] })).toMatchObject({ added: 2 });
      await pool.query(`update question set status = 'PUBLISHED' where slug like 'filler-%'`);
      const { errors } = await learner.send(START, { input: { filter: { kind: "CODING" } } });
      expect(errors?.[0].extensions).toMatchObject({ code: "BAD_USER_INPUT", field: "input.filter" });
    } finally {
      await pool.query(`update question set status = 'ARCHIVED' where slug like 'filler-%'`);
    }
  });
});

describe("a review", () => {
  test("schedules a card as FSRS does, and says what the other ratings would have led to", async () => {
    const card = await firstCard();
    expect(card).toMatchObject({ state: "NEW", reps: 0, stability: null, difficulty: null, lastReviewedAt: null });
    const first = await review(learner, card, "GOOD");
    expect(first.choices).toEqual(card.choices);
    expect(first).toMatchObject({ rating: "GOOD", reviewedAt: clock.now, desiredRetention: 0.9, undoneAt: null });
    expect(first.due).toBe("2026-03-02T09:10:00.000Z");
    expect(first.card).toMatchObject({ state: "LEARNING", due: first.due, reps: 1, lastReviewedAt: clock.now });
    clock.to(first.due);
    const second = await review(learner, first.card, "GOOD");
    // Of FSRS-6: 2.3065 days after a first GOOD, S · exp(0.5425 · (grade − 3 + 0.0912)) · S^−0.0658 on the same day, never less.
    expect(second.choices).toEqual([
      { rating: "AGAIN", due: "2026-03-02T09:11:00.000Z" },
      { rating: "HARD", due: "2026-03-02T09:16:00.000Z" },
      { rating: "GOOD", due: "2026-03-04T09:10:00.000Z" },
      { rating: "EASY", due: "2026-03-06T09:10:00.000Z" },
    ]);
    expect(second.due).toBe("2026-03-04T09:10:00.000Z");
    expect(second.card).toMatchObject({ state: "REVIEW", reps: 2, lapses: 0 });
  });

  test("that forgets what was learnt counts as a lapse, and starts again in minutes", async () => {
    const { card } = await reviews(await firstCard(), ["EASY", "AGAIN"]);
    expect(card).toMatchObject({ state: "RELEARNING", lapses: 1, reps: 2 });
  });

  test("leads to the same for the same reviews at the same instants", async () => {
    await start(learner, { questionIds: [bank[0].id, bank[1].id] });
    const [one, other] = await dueCards(learner);
    const ratings = ["GOOD", "GOOD", "HARD", "GOOD", "AGAIN", "GOOD", "EASY"];
    const began = clock.now;
    const { card: first } = await reviews(one, ratings);
    clock.to(began);
    const { card: second } = await reviews(other, ratings);
    const { due, stability, difficulty, choices } = first;
    expect(second).toMatchObject({ due, stability, difficulty, choices });
  });

  test("comes sooner the more one wishes to remember", async () => {
    const card = await firstCard();
    await learner.query(SETTINGS, { input: { desiredRetention: 0.97 } });
    const sooner = await review(learner, card, "EASY");
    const undone = await learner.query<{ undoPracticeReview: Card }>(UNDO, { id: card.id, reps: 1 });
    await learner.query(SETTINGS, { input: { desiredRetention: 0.7 } });
    const later = await review(learner, undone.undoPracticeReview, "EASY");
    expect(Date.parse(sooner.due)).toBeLessThan(Date.parse(later.due));
    expect([sooner.desiredRetention, later.desiredRetention]).toEqual([0.97, 0.7]);
  });

  test("is made once of two that arrive together", async () => {
    const card = await firstCard();
    const input = { rating: "GOOD", expectedReps: 0 };
    const codes = await Promise.all([1, 2, 3].map(() => learner.codes(REVIEW_CARD, { id: card.id, input })));
    expect(codes.filter((faults) => faults.length === 0)).toHaveLength(1);
    expect(codes.flat()).toEqual(["CONFLICT", "CONFLICT"]);
  });

  test("with a key is answered again, also at once; the key stands for nothing else", async () => {
    const [card, other] = await startAll().then(() => dueCards(learner));
    const answers = await Promise.all([1, 2, 3].map(() => review(learner, card, "GOOD", "k")));
    expect(new Set(answers.map(({ id }) => id)).size).toBe(1);
    expect(answers[0].card.reps).toBe(1);
    const codesOf = (id: string, rating: string, expectedReps: number) =>
      learner.codes(REVIEW_CARD, { id, input: { rating, expectedReps, idempotencyKey: "k" } });
    expect(await codesOf(card.id, "EASY", 0)).toEqual(["CONFLICT"]);
    expect(await codesOf(other.id, "GOOD", 0)).toEqual(["CONFLICT"]);
    await learner.query(UNDO, { id: card.id, reps: 1 });
    expect(await codesOf(card.id, "GOOD", 0)).toEqual(["CONFLICT"]);
  });

  test.each([
    ["a negative count", { expectedReps: -1 }, "input.expectedReps"],
    ["an empty key", { idempotencyKey: "" }, "input.idempotencyKey"],
    ["a key that is too long", { idempotencyKey: "k".repeat(201) }, "input.idempotencyKey"],
  ])("with %s is refused", async (_with, given, field) => {
    const { id } = await firstCard();
    const { errors } = await learner.send(REVIEW_CARD, { id, input: { rating: "GOOD", expectedReps: 0, ...given } });
    expect(errors?.[0].extensions).toMatchObject({ code: "BAD_USER_INPUT", field });
  });

  test("is undone to the last bit, one after the other, and stays in the log", async () => {
    const card = await firstCard();
    const shown: Card[] = [card];
    for (const rating of ["GOOD", "EASY", "AGAIN"]) {
      const { card: next } = await review(learner, shown.at(-1)!, rating);
      clock.to(next.due);
      shown.push(next);
    }
    for (const reps of [3, 2, 1]) {
      const { undoPracticeReview } = await learner.query<{ undoPracticeReview: Card }>(UNDO, { id: card.id, reps });
      const { choices: _, ...before } = shown[reps - 1];
      expect(undoPracticeReview).toMatchObject(before);
      expect(await learner.codes(UNDO, { id: card.id, reps })).toEqual(["CONFLICT"]);
    }
    expect(await learner.codes(UNDO, { id: card.id, reps: 0 })).toEqual(["CONFLICT"]);
    const log = await learner.query<{ practiceReviews: { edges: { node: Review }[] } }>(
      `{ practiceReviews { edges { node { rating undoneAt } } } }`,
    );
    expect(log.practiceReviews.edges.map(({ node }) => node)).toEqual(
      ["AGAIN", "EASY", "GOOD"].map((rating) => ({ rating, undoneAt: clock.now })),
    );
  });
});

describe("what is due", () => {
  test("comes in pages, the longest overdue first, in as many statements for one as for all", async () => {
    await startAll();
    const cards = await dueCards(learner);
    await review(learner, cards[2], "GOOD");
    await review(learner, cards[1], "AGAIN");
    const few = await countStatements(product, () => duePage(learner, { first: 1 }));
    clock.to("2026-03-02T09:10:00.000Z");
    const order = [0, 3, 4, 1, 2].map((at) => `practised-${at}`);
    expect(await slugs()).toEqual(order);
    expect(await countStatements(product, () => duePage(learner))).toBe(few);
    // Settings, page, totalCount.
    expect(few).toBe(3);

    const paged: string[] = [];
    for (let after: string | null = null; ;) {
      const { edges, pageInfo, totalCount } = await duePage(learner, { first: 2, after });
      paged.push(...edges.map(({ node }) => node.question!.slug));
      expect(totalCount).toBe(5);
      if (!pageInfo.hasNextPage) break;
      after = pageInfo.endCursor;
    }
    expect(paged).toEqual(order);
  });

  test("leaves out what is not due yet", async () => {
    const { due } = await review(learner, await firstCard(), "GOOD");
    clock.to(new Date(Date.parse(due) - 1).toISOString());
    expect(await slugs()).toEqual([]);
    clock.to(due);
    expect(await slugs()).toEqual(["practised-0"]);
  });

  test("holds so many new cards a day, and a day begins at the learner's hour", async () => {
    await learner.query(SETTINGS, { input: { newCardsPerDay: 2, dayStartsAtHour: 10 } });
    await startAll();
    expect(await slugs()).toEqual(["practised-0", "practised-1"]);
    const [card] = await dueCards(learner);
    await review(learner, card, "EASY");
    expect(await slugs()).toEqual(["practised-1"]);
    clock.to("2026-03-02T09:59:59.999Z");
    expect(await slugs()).toEqual(["practised-1"]);
    clock.to("2026-03-02T10:00:00.000Z");
    expect(await slugs()).toEqual(["practised-1", "practised-2"]);
    await learner.query(SETTINGS, { input: { newCardsPerDay: 0 } });
    expect(await slugs()).toEqual([]);
  });

  test("leaves out an archived question, whose card cannot be reviewed, until it is restored", async () => {
    const { id } = await create(admin, "Question", "leaves");
    await start(learner, { questionIds: [id] });
    const [card] = await dueCards(learner);
    await review(learner, card, "AGAIN");
    clock.to("2026-03-03T09:00:00.000Z");
    await admin.query(...archival("Question", id));
    expect(await slugs()).toEqual([]);
    const input = { rating: "GOOD", expectedReps: 1 };
    expect(await learner.codes(REVIEW_CARD, { id: card.id, input })).toEqual(["CONFLICT"]);
    const read = `query ($id: ID!) { node(id: $id) { ... on PracticeCard { reps question { slug } } } }`;
    expect(await learner.query(read, { id: card.id })).toEqual({ node: { reps: 1, question: { slug: "leaves" } } });
    await admin.query(`mutation ($id: ID!) { restoreContent(id: $id) { status } }`, { id });
    expect(await slugs()).toEqual(["leaves"]);
  });

  test("leaves out a question that is a draft again, and shows nothing of it", async () => {
    const { id } = await create(admin, "Question", "withdrawn");
    await start(learner, { questionIds: [id] });
    const [card] = await dueCards(learner);
    await product.services.pool.query(`update question set status = 'DRAFT' where id = $1`, [id.split("_")[1]]);
    expect(await slugs()).toEqual([]);
    const read = `query ($id: ID!) { node(id: $id) { ... on PracticeCard { question { slug } } } }`;
    expect(await learner.query(read, { id: card.id })).toEqual({ node: { question: null } });
  });
});

describe("settings", () => {
  test("are a learner's own, and what is not given stays", async () => {
    const read = `{ practiceSettings { desiredRetention newCardsPerDay dayStartsAtHour } }`;
    expect(await learner.query(read)).toEqual({
      practiceSettings: { desiredRetention: 0.9, newCardsPerDay: 20, dayStartsAtHour: 20 },
    });
    await learner.query(SETTINGS, { input: { desiredRetention: 0.8 } });
    await learner.query(SETTINGS, { input: { newCardsPerDay: 5, desiredRetention: null } });
    expect(await learner.query(read)).toEqual({
      practiceSettings: { desiredRetention: 0.8, newCardsPerDay: 5, dayStartsAtHour: 20 },
    });
    expect(await (await seedColleague(product, "MEMBER")).query(read)).toMatchObject({
      practiceSettings: { newCardsPerDay: 20 },
    });
  });

  test.each([
    ["desiredRetention", 0.69],
    ["desiredRetention", 0.971],
    ["desiredRetention", -1e308],
    ["newCardsPerDay", -1],
    ["newCardsPerDay", 1001],
    ["dayStartsAtHour", 24],
  ])("of %s %d are refused", async (setting, value) => {
    const { errors } = await learner.send(SETTINGS, { input: { [setting]: value } });
    expect(errors?.[0].extensions).toMatchObject({ code: "BAD_USER_INPUT", field: `input.${setting}` });
  });
});

test("retention is the share remembered of what had been learnt, undone reviews and short steps left out", async () => {
  const retention = async (days?: number) =>
    (
      await learner.query<{ practiceRetention: object }>(
        `query ($days: Int! = 90) { practiceRetention(days: $days) { retention reviews } }`,
        { days },
      )
    ).practiceRetention;
  expect(await retention()).toEqual({ retention: null, reviews: 0 });
  const card = await firstCard();
  // Learnt at once; then remembered, remembered, forgotten; the step after that counts for nothing.
  const { card: last } = await reviews(card, ["EASY", "GOOD", "HARD", "AGAIN", "GOOD"]);
  expect(await retention(3650)).toEqual({ retention: 2 / 3, reviews: 3 });
  await learner.query(UNDO, { id: card.id, reps: last.reps });
  await learner.query(UNDO, { id: card.id, reps: last.reps - 1 });
  expect(await retention(3650)).toEqual({ retention: 1, reviews: 2 });
  expect(await retention(1)).toEqual({ retention: null, reviews: 0 });
  expect(await learner.codes(`{ practiceRetention(days: 0) { reviews } }`)).toEqual(["BAD_USER_INPUT"]);
});

describe("a note", () => {
  const notes = async (client = learner, flagged?: boolean) =>
    (
      await client.query<{ questionNotes: { edges: { node: object }[] } }>(
        `query ($flagged: Boolean) { questionNotes(flagged: $flagged) { edges { node { flagged text question { slug } } } } }`,
        { flagged },
      )
    ).questionNotes.edges.map(({ node }) => node);

  test("keeps a flag and words as they were written, each by itself, and stands at the card", async () => {
    const words = "מה? 为什么\u200b是\u202e量化 𝕊 <b>";
    await learner.query(NOTE, { questionId: bank[0].id, input: { text: words } });
    await learner.query(NOTE, { questionId: bank[0].id, input: { flagged: true } });
    await learner.query(NOTE, { questionId: bank[1].id, input: { text: "later" } });
    const kept = { flagged: true, text: words };
    expect((await firstCard()).note).toEqual(kept);
    expect(await notes(learner, true)).toEqual([{ ...kept, question: { slug: "practised-0" } }]);
    expect(await notes()).toHaveLength(2);
    const one = `query ($id: ID!) { questionNote(questionId: $id) { text } }`;
    expect(await learner.query(one, { id: bank[1].id })).toEqual({ questionNote: { text: "later" } });
    expect(await learner.query(one, { id: bank[2].id })).toEqual({ questionNote: null });
  });

  test("of over 10,000 characters changes nothing", async () => {
    await learner.query(NOTE, { questionId: bank[0].id, input: { text: "n".repeat(10_000) } });
    const { errors } = await learner.send(NOTE, { questionId: bank[0].id, input: { text: "x".repeat(10_001) } });
    expect(errors?.[0].extensions).toMatchObject({ code: "BAD_USER_INPUT", field: "input.text" });
    expect(await notes()).toMatchObject([{ text: "n".repeat(10_000) }]);
  });

  test("of a draft is for nobody, and one of an archived question for those alone who have it", async () => {
    const { id, revision } = await create(admin, "Question", "noted", { status: "DRAFT" });
    expect(await learner.codes(NOTE, { questionId: id, input: { flagged: true } })).toEqual(["NOT_FOUND"]);
    await publish(admin, { id, revision });
    await learner.query(NOTE, { questionId: id, input: { text: "kept" } });
    await admin.query(...archival("Question", id));
    await learner.query(NOTE, { questionId: id, input: { flagged: true } });
    expect(await notes()).toEqual([{ flagged: true, text: "kept", question: { slug: "noted" } }]);
    const other = await seedColleague(product, "VIEWER");
    expect(await other.codes(NOTE, { questionId: id, input: { flagged: true } })).toEqual(["NOT_FOUND"]);
  });
});

test("nobody else sees or changes what is a learner's: colleague, administrator or stranger", async () => {
  const card = await firstCard();
  const { id: reviewId } = await review(learner, card, "GOOD");
  const { noteQuestion } = await learner.query<{ noteQuestion: { id: string } }>(NOTE, {
    questionId: bank[0].id,
    input: { text: "mine" },
  });
  const others = [await seedColleague(product, "MEMBER"), admin, await seedStranger(product)];
  const lists = `query ($id: ID!) { duePracticeCards { edges { node { id } } } practiceCards { edges { node { id } } }
    practiceReviews { totalCount } questionNotes { totalCount } questionNote(questionId: $id) { text } }`;
  clock.to("2026-03-09T09:00:00.000Z");
  for (const other of others) {
    for (const id of [card.id, reviewId, noteQuestion.id])
      expect(await other.query(`query ($id: ID!) { node(id: $id) { id } }`, { id })).toEqual({ node: null });
    expect(await other.query(lists, { id: bank[0].id })).toMatchObject({
      ...{ practiceReviews: { totalCount: 0 }, questionNotes: { totalCount: 0 }, questionNote: null },
    });
    expect(JSON.stringify(await other.query(lists, { id: bank[0].id }))).not.toContain(card.id);
    const input = { rating: "GOOD", expectedReps: 1 };
    expect(await other.codes(REVIEW_CARD, { id: card.id, input })).toEqual(["NOT_FOUND"]);
    expect(await other.codes(UNDO, { id: card.id, reps: 1 })).toEqual(["NOT_FOUND"]);
  }
  expect(await slugs()).toEqual(["practised-0"]);
});

test("a learner's practice is theirs in whichever organisation", async () => {
  await startAll();
  const { rows } = await product.services.pool.query<{ email: string }>(
    `with made as (insert into organisation (id, slug, name) values (gen_random_uuid(), 'second', 'Second') returning id)
     update membership m set organisation_id = made.id from made, user_account u, practice_card c
     where c.id = $1 and u.id = c.user_id and m.user_id = u.id returning u.email`,
    [(await dueCards(learner))[0].id.split("_")[1]],
  );
  const elsewhere = await product.signIn(rows[0].email, "a colleague's password");
  expect(await slugs(elsewhere)).toHaveLength(5);
});
