import { beforeAll, describe, expect, test } from "@jest/globals";
import type { Client } from "../harness/client.js";
import { create, text } from "../harness/content.js";
import { withProduct } from "../harness/product.js";
import { countStatements } from "../harness/statements.js";

const product = withProduct();
let admin: Client;
let founder: Client;
/** Ids by slug. */
const ids = new Map<string, string>();

interface Localized {
  zh: string;
  en: string;
}
interface Score {
  score: number;
  listOfTerms: boolean;
  copied: { start: number; end: number }[];
  points: {
    keyPoint: { id: string };
    coverage: string;
    share: number;
    locale: string;
    terms: { term: string; weight: number; found: boolean }[];
    matches: { start: number; end: number }[];
  }[];
}
interface BankQuestion {
  id: string;
  slug: string;
  title: Localized;
  problem: { statement: Localized } | null;
  answers: { short: Localized; explanation: Localized }[];
}

const SCORE = `query ($id: ID!, $text: String!) {
  scoreAnswer(questionId: $id, text: $text) {
    score listOfTerms copied { start end }
    points { keyPoint { id } coverage share locale terms { term weight found } matches { start end } }
  }
}`;
const BANK = `{ questions(first: 100) { edges { node {
  id slug title { zh en } problem { statement { zh en } } answers(first: 1) { short { zh en } explanation { zh en } }
} } } }`;

async function score(slug: string, answer: string, client = founder): Promise<Score> {
  return (await client.query<{ scoreAnswer: Score }>(SCORE, { id: ids.get(slug), text: answer })).scoreAnswer;
}
const coverages = ({ points }: Score) => points.map(({ coverage }) => coverage);
const shown = (answer: string, { points }: Score) =>
  points.map(({ matches }) => matches.map(({ start, end }) => answer.slice(start, end)));

let bank: BankQuestion[];

beforeAll(async () => {
  admin = await product.admin();
  founder = await product.founder();
  const { questions } = await founder.query<{ questions: { edges: { node: BankQuestion }[] } }>(BANK);
  bank = questions.edges.map(({ node }) => node).filter(({ answers }) => answers.length > 0);
  for (const { slug, id } of bank) ids.set(slug, id);
  for (const [slug, more] of [
    [
      "penguin-care",
      {
        title: { en: "How are penguins kept?", zh: "如何饲养企鹅？" },
        keyPoints: [
          { en: "Icebergs melt: cooled basins replace them", zh: "冰山会融化：以冷却水池代替" },
          { en: "Herring every morning, marshmallows never", zh: "每天早上喂鲱鱼，绝不喂棉花糖" },
          { en: "The model of a lighthouse", zh: "灯塔的模型" },
          { en: "Penguins are kept", zh: "饲养企鹅" },
        ],
      },
    ],
    ["penguin-secret", { title: text("Which penguins are secret?"), status: "DRAFT" }],
  ] as const) {
    ids.set(slug, (await create(admin, "Question", slug, more)).id);
  }
});

describe("over the whole bank", () => {
  test.each(["zh", "en"] as const)(
    "an answer given there covers every key point of its question: %s",
    async (locale) => {
      const missing: string[] = [];
      for (const { slug, answers } of bank) {
        const result = await score(slug, `${answers[0].short[locale]}\n${answers[0].explanation[locale]}`);
        for (const { keyPoint, coverage, share } of result.points) {
          if (coverage !== "COVERED") missing.push(`${slug} ${keyPoint.id}: ${share.toFixed(2)}`);
        }
        expect(result).toMatchObject({ score: expect.any(Number), listOfTerms: false, copied: [] });
      }
      expect(missing).toEqual([]);
    },
  );

  test.each(["zh", "en"] as const)("an answer to another question covers few: %s", async (locale) => {
    const found: string[] = [];
    for (const [at, { slug }] of bank.entries()) {
      const [{ short, explanation }] = bank[(at + 5) % bank.length].answers;
      found.push(...coverages(await score(slug, `${short[locale]}\n${explanation[locale]}`)));
    }
    expect(found.filter((coverage) => coverage === "COVERED").length / found.length).toBeLessThan(0.1);
  });

  test("a copied title and statement gain nothing", async () => {
    for (const { slug, title, problem } of bank) {
      const texts = [title, ...(problem ? [problem.statement] : [])].flatMap(({ zh, en }) => [zh, en]);
      expect([slug, (await score(slug, texts.join("\n"))).score]).toEqual([slug, 0]);
    }
  });

  test("the terms of key points without sentences are told from answers", async () => {
    const list = "分布式训练、设备、混合精度、16 位、32 位、剪枝、权重、硬件、迁移学习、微调";
    for (const terms of [list, "distributed training, devices, mixed precision, 16 bits, pruning, weights, hardware"]) {
      expect(await score("training-efficiency", terms)).toMatchObject({ listOfTerms: true });
    }
  });
});

describe("a score", () => {
  test("shows where the terms of each point stand in the answer, in any form of a word", async () => {
    const answer = "😀 The ice\u200bberg has melted, so cool a basin and replace it. HERRINGS in the mornings!";
    const result = await score("penguin-care", answer);
    expect(coverages(result)).toEqual(["COVERED", "COVERED", "MISSED", "MISSED"]);
    expect(shown(answer, result).slice(0, 2)).toEqual([
      ["ice\u200bberg", "melted", "cool", "basin", "replace"],
      ["HERRINGS", "mornings"],
    ]);
    expect(result.score).toBe(0.5);
  });

  test("holds Chinese against the Chinese points, whatever stands between the words", async () => {
    const answer = "冰山早晚会融化，要用冷\u200b却过的水池。";
    const result = await score("penguin-care", answer);
    expect(result.points[0]).toMatchObject({ coverage: "COVERED", locale: "ZH" });
    expect(shown(answer, result)[0]).toEqual(["冰山", "融化", "冷\u200b却", "水池"]);
  });

  test("takes each point of a mixed answer in the language that shows more of it", async () => {
    const { points } = await score("penguin-care", "冰山会融化，所以用水池代替. Herring every morning.");
    expect(points.slice(0, 2)).toMatchObject([
      { coverage: "COVERED", locale: "ZH" },
      { coverage: "COVERED", locale: "EN" },
    ]);
  });

  test("says which terms were looked for, and weighs those more that fewer questions hold", async () => {
    const { points } = await score("penguin-care", "A model of nothing.");
    const [rare, common] = ["lighthouse", "model"].map((word) => points[2].terms.find(({ term }) => term === word)!);
    expect([rare.found, common.found]).toEqual([false, true]);
    expect(rare.weight).toBeGreaterThan(2 * common.weight);
    expect(points[2]).toMatchObject({ coverage: "MISSED", share: expect.any(Number) });
    expect(points[2].share).toBeCloseTo(common.weight / (rare.weight + common.weight));
  });

  test("tells a point that is half there from one that is not", async () => {
    expect(coverages(await score("penguin-care", "Basins."))[0]).toBe("MISSED");
    expect(coverages(await score("penguin-care", "Herrings, every day."))[1]).toBe("PARTLY");
  });

  test("does not count the words of the title, and leaves a point of nothing else missed", async () => {
    const { points } = await score("penguin-care", "Penguins are kept. 饲养企鹅。");
    expect(points[3]).toMatchObject({ coverage: "MISSED", share: 0, terms: [], matches: [] });
  });

  test("is not raised by repeating a word, and is the same again", async () => {
    const [once, often] = [
      await score("penguin-care", "Herring."),
      await score("penguin-care", "Herring. ".repeat(900)),
    ];
    expect(often.points[1].share).toBe(once.points[1].share);
    expect(often.points[1].matches).toHaveLength(5);
    expect(await score("penguin-care", "Herring.")).toEqual(once);
  });

  test("takes two statements", async () => {
    await score("training-efficiency", "Herring.");
    expect(await countStatements(product, () => score("training-efficiency", "Pruning and precision."))).toBe(2);
  });
});

describe("refused is", () => {
  test.each([
    ["an empty answer", ""],
    ["one of what nobody sees", " \u200b\u202e\n"],
    ["one of signs alone", "…!? 😀 '|&"],
    ["one of more than 10,000 characters", "学".repeat(10_001)],
  ])("%s, naming the field", async (_name, answer) => {
    const { errors } = await founder.send(SCORE, { id: ids.get("penguin-care"), text: answer });
    expect(errors).toMatchObject([{ extensions: { code: "BAD_USER_INPUT", field: "text" } }]);
  });

  test("a question that is none, and one that the viewer may not read", async () => {
    for (const id of ["Question_00000000-0000-7000-8000-000000000000", "nonsense", ids.get("penguin-secret")]) {
      const { errors } = await founder.send(SCORE, { id, text: "Penguins." });
      expect(errors).toMatchObject([{ extensions: { code: "NOT_FOUND" } }]);
    }
    expect(await score("penguin-secret", "Penguins.", admin)).toMatchObject({ score: 0, points: [] });
  });

  test.each([
    ["quotes and operators", "herring' | \\ !(:*& \ud800 10.5.2 ".repeat(250)],
    ["one word without end", "a".repeat(10_000)],
    ["as many words as can be", "a1 ".repeat(3_333)],
    ["signs that stand for many", "ﷺ".repeat(10_000)],
  ])("not a text of %s", async (_name, answer) => {
    expect((await score("penguin-care", answer)).points).toHaveLength(4);
  });
});
