import { beforeAll, expect, test } from "@jest/globals";
import type { Client } from "../harness/client.js";
import { creation, text } from "../harness/content.js";
import { withProduct } from "../harness/product.js";

const product = withProduct();
let admin: Client;
let founder: Client;

beforeAll(async () => {
  admin = await product.admin();
  founder = await product.founder();
});

const problem = {
  statement: text("Build it"),
  hints: [text("First"), text("Second")],
  complexity: text("Linear"),
  lookAt: [text("The curve")],
  run: { recipe: "q-learning-cartpole", preset: "QUICK", parameters: {} },
};

test("there is one coding problem for each recipe, and its run can be launched as it stands", async () => {
  interface Node {
    links: { recipes: string[] };
    problem: { hintCount: number; run: { recipe: string; preset: string; parameters: object } };
  }
  const { questions, recipes } = await founder.query<{
    questions: { edges: { node: Node }[] };
    recipes: { edges: { node: { id: string } }[] };
  }>(`{
    questions(first: 100, filter: { kind: CODING }) { edges { node { links { recipes } problem { hintCount run { recipe preset parameters } } } } }
    recipes(first: 100) { edges { node { id } } }
  }`);
  const runs = questions.edges.map(({ node }) => node.problem.run);
  expect(runs.map(({ recipe }) => recipe).sort()).toEqual(recipes.edges.map(({ node }) => node.id).sort());
  for (const { node } of questions.edges) expect(node.links.recipes).toContain(node.problem.run.recipe);
  const launch = `mutation ($input: LaunchTrainingRunInput!) { launchTrainingRun(input: $input) { ... on TrainingRun { status } ... on Refusal { message } } }`;
  const input = runs.find(({ recipe }) => recipe === "cnn-image-classification");
  expect(await founder.query(launch, { input })).toEqual({ launchTrainingRun: { status: "QUEUED" } });
});

test("hints come one at a time, in order, and none beyond the last", async () => {
  const hint = (number: number) =>
    founder.send(
      `query ($number: Int!) { question(slug: "code-digit-classifier") { problem { hintCount hint(number: $number) { en } } } }`,
      { number },
    );
  const first = await hint(1);
  const third = await hint(3);
  expect(first.data).toMatchObject({
    question: { problem: { hintCount: 3, hint: { en: expect.stringContaining("How many weights") } } },
  });
  expect(third.data).not.toEqual(first.data);
  for (const number of [0, 4, -1]) {
    expect((await hint(number)).errors).toMatchObject([
      { extensions: { code: "BAD_USER_INPUT", field: "hint.number" } },
    ]);
  }
});

test("a problem is found by its statement", async () => {
  const { searchQuestions } = await founder.query<{ searchQuestions: { edges: { node: { slug: string } }[] } }>(
    `{ searchQuestions(query: "motif graphs ten thousand nodes", filter: { kind: CODING }) { edges { node { slug } } } }`,
  );
  expect(searchQuestions.edges.map(({ node }) => node.slug)).toEqual(["code-graph-network"]);
});

test.each([
  ["an unknown recipe", { recipe: "alchemy" }, "CODING", "input.problem.run.recipe"],
  ["an unknown parameter", { parameters: { magic: 1 } }, "CODING", "input.problem.run.parameters.magic"],
  ["a parameter out of range", { parameters: { episodes: -1 } }, "CODING", "input.problem.run.parameters.episodes"],
  ["a problem in a question of another kind", {}, "CASE", "input.problem"],
])("an editor is told of %s", async (name, run, kind, field) => {
  const given = { ...problem, run: { ...problem.run, ...run } };
  const { errors } = await admin.send(...creation("Question", name.replaceAll(" ", "-"), { kind, problem: given }));
  expect(errors).toMatchObject([{ extensions: { code: "BAD_USER_INPUT", field } }]);
});

test("the ids of key points stay when points are mended, moved or joined by others", async () => {
  const point = (en: string, zh: string) => ({ en, zh });
  const created = await admin.query<{ entry: { id: string } }>(
    ...creation("Question", "pointed", { keyPoints: [point("One", "一"), point("Two", "二")] }),
  );
  const pointsOf = async (keyPoints?: object[]) => {
    const { updateQuestion } = await admin.query<{ updateQuestion: { keyPoints: { id: string; text: string }[] } }>(
      `mutation ($input: UpdateQuestionInput!) { updateQuestion(input: $input) { keyPoints { id text(locale: EN) } } }`,
      { input: { id: created.entry.id, keyPoints } },
    );
    return updateQuestion.keyPoints;
  };
  const [one, two] = await pointsOf();
  const mended = await pointsOf([point("Two", "二"), point("One, mended", "一"), point("Three", "三")]);
  expect(mended.slice(0, 2)).toEqual([two, { id: one.id, text: "One, mended" }]);
  expect(new Set([one.id, two.id, mended[2].id]).size).toBe(3);
  expect(await pointsOf([{ id: one.id, ...point("Wholly new", "全新") }])).toEqual([
    { id: one.id, text: "Wholly new" },
  ]);
  const twice = { id: created.entry.id, keyPoints: [one.id, one.id].map((id) => ({ id, ...point("Again", "再来") })) };
  const { errors } = await admin.send(
    `mutation ($input: UpdateQuestionInput!) { updateQuestion(input: $input) { id } }`,
    { input: twice },
  );
  expect(errors).toMatchObject([{ extensions: { code: "BAD_USER_INPUT", field: "input.keyPoints.1.id" } }]);
});
