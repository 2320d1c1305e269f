import { describe, expect, test } from "@jest/globals";
import { DataKind } from "../../../src/domains/training/datasets/data-kind.js";
import { checkData } from "../../../src/domains/training/datasets/checking/check-data.js";
import { Faults, sentenceOf } from "../../../src/domains/training/datasets/formats/faults.js";
import { dataFormats, findFormat } from "../../../src/domains/training/datasets/formats/format-registry.js";
import { graphsFormat } from "../../../src/domains/training/datasets/formats/graphs.format.js";
import { pairsFormat } from "../../../src/domains/training/datasets/formats/pairs.format.js";
import { questionsFormat } from "../../../src/domains/training/datasets/formats/questions.format.js";

const bytes = (text: string) => new TextEncoder().encode(text);

/** What a file of that kind comes to. */
async function check(kind: DataKind, content: string | Uint8Array, options: object = {}, first = 10) {
  const known = findFormat(kind)!.options.parse(options);
  const checked = await checkData(
    { kind, options: known, bytes: typeof content === "string" ? bytes(content) : content },
    first,
  );
  return { ...checked, sentences: checked.faults.map(sentenceOf) };
}

const lines = (...all: string[]) => `${all.join("\n")}\n`;
const columnOf = (checked: Awaited<ReturnType<typeof check>>, name: string) =>
  checked.profile!.columns.find((column) => column.name === name);

test("every format of texts reads its own example, but for its size", async () => {
  for (const { kind, example } of dataFormats().filter(({ packed }) => !packed)) {
    const { faults, preview } = await check(kind, example);
    expect(faults.filter(({ message }) => !/the least to learn from/.test(message))).toEqual([]);
    expect(preview!.rows.length).toBeGreaterThan(0);
  }
});

test("every option of a format has a default and is explained in both languages", () => {
  for (const { options } of dataFormats()) {
    expect(Object.keys(options.parse({}))).toEqual(Object.keys(options.shape));
    for (const option of Object.values(options.shape)) {
      const said = (option as { meta(): unknown }).meta();
      expect(said).toMatchObject({ label: { en: /\S/, zh: /\S/ }, explanation: { en: /\S/, zh: /\S/ } });
    }
  }
});

describe("a table", () => {
  const people = lines("age,plan,churned", "34,basic,no", "51,pro,yes", ",,no");

  test("is profiled column by column, with its classes", async () => {
    const { profile, faultCount } = await check(DataKind.TABLE, people);
    expect(faultCount).toBe(0);
    expect(profile).toEqual({
      rows: 3,
      columns: [
        { name: "age", type: "NUMBER", missing: 1, distinct: 2, minimum: 34, maximum: 51, mean: 42.5 },
        { name: "plan", type: "CATEGORY", missing: 1, distinct: 2, minimum: null, maximum: null, mean: null },
        { name: "churned", type: "CATEGORY", missing: 0, distinct: 2, minimum: null, maximum: null, mean: null },
      ],
      classes: [{ name: "no", rows: 2 }, { name: "yes", rows: 1 }], // prettier-ignore
      classCount: 2,
      figures: [],
    });
  });

  test("is told from its last column unless another one is named", async () => {
    expect((await check(DataKind.TABLE, people, { label: "plan" })).profile!.classes.map(({ name }) => name)).toEqual([
      "basic",
      "pro",
    ]);
  });

  test("has codes for names where it is told so", async () => {
    const codes = lines("code,y", "01,a", "02,b");
    expect(columnOf(await check(DataKind.TABLE, codes), "code")!.type).toBe("NUMBER");
    expect(columnOf(await check(DataKind.TABLE, codes, { categories: "code" }), "code")!.type).toBe("CATEGORY");
  });

  test("names every fault by line, row and column at once", async () => {
    const rows = Array.from({ length: 30 }, (_, row) => `${row},a`);
    const { faults, sentences } = await check(DataKind.TABLE, lines("x,y", ...rows, "n/a,b", "1,2,3", "none,b"));
    expect(sentences).toEqual([
      "Line 33: 3 cells where the header has 2.",
      "Line 32, column “x”: “n/a” is not a number, as the others of this column are (row 31).",
      "Line 34, column “x”: “none” is not a number, as the others of this column are (row 33).",
    ]);
    expect(faults[1]).toMatchObject({ line: 32, row: 31, column: "x" });
  });

  test("names twenty faults and counts them all", async () => {
    const bad = Array.from({ length: 50 }, (_, row) => `${row},a,b`);
    const { faults, faultCount } = await check(DataKind.TABLE, lines("x,y", ...bad));
    expect([faults.length, faultCount]).toEqual([20, 51]);
  });

  test("needs a label that it has, and two classes", async () => {
    expect((await check(DataKind.TABLE, people, { label: "left" })).sentences[0]).toBe(
      "Line 1: there is no column “left”; the header has age, plan, churned.",
    );
    expect((await check(DataKind.TABLE, lines("x,y", "1,a", "2,a"))).sentences).toEqual([
      "Line 1, column “y”: the label column needs two classes at least.",
    ]);
  });

  test("may be separated by semicolons, and written in GB18030", async () => {
    const gb = Uint8Array.of(0xb3, 0xc7, 0x3b, 0x79, 0x0a, 0xb1, 0xb1, 0x3b, 0x61, 0x0a, 0xc4, 0xcf, 0x3b, 0x62, 0x0a);
    const options = { separator: "semicolon", encoding: "gb18030" };
    expect((await check(DataKind.TABLE, gb, options)).preview).toEqual({ columns: ["城", "y"], rows: [["北", "a"], ["南", "b"]] }); // prettier-ignore
    expect((await check(DataKind.TABLE, gb, { separator: "semicolon" })).sentences[0]).toMatch(
      /^Line 1: this is not UTF-8/,
    );
  });

  test("is no PNG, and no text with a U+0000", async () => {
    const png = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0x00, 0x00, 0x00);
    expect((await check(DataKind.TABLE, png)).faultCount).toBeGreaterThan(0);
    expect((await check(DataKind.TABLE, "a,b\n1,x\n2,y\0\n")).sentences[0]).toMatch(/^Line 3: the character U\+0000/);
  });

  test("that is empty says so", async () => {
    expect((await check(DataKind.TABLE, "")).sentences).toEqual(["Line 1: the file is empty; a header is needed."]);
  });
});

describe("a time series", () => {
  const days = (from: number, count: number) =>
    Array.from({ length: count }, (_, i) => `2026-01-${String(from + i).padStart(2, "0")},${i}`);

  test("is put in order, and gaps are filled along a straight line", async () => {
    const shuffled = lines(
      "day,sold",
      ...days(1, 12)
        .filter((_, i) => i !== 5 && i !== 6)
        .reverse(),
    );
    const { profile, preview, faultCount } = await check(DataKind.TIME_SERIES, shuffled, {}, 12);
    expect(faultCount).toBe(0);
    expect(preview!.rows.map(([, value]) => Number(value))).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
    expect(preview!.rows[11][0]).toBe("2026-01-12");
    expect(profile!.figures).toEqual([{ name: "season", value: 7 }, { name: "filled", value: 2 }]); // prettier-ignore
  });

  test.each([
    ["months", (i: number) => `${2020 + Math.floor(i / 12)}-${String((i % 12) + 1).padStart(2, "0")}`, 12],
    [
      "months by their first day",
      (i: number) => `${2020 + Math.floor(i / 12)}-${String((i % 12) + 1).padStart(2, "0")}-01`,
      12,
    ],
    ["quarters", (i: number) => `${2020 + Math.floor(i / 4)}/${3 * (i % 4) + 1}`, 4],
    ["weeks", (i: number) => new Date(Date.UTC(2026, 0, 5 + 7 * i)).toISOString().slice(0, 10), 52],
    ["hours", (i: number) => `2026-01-31T${String(i).padStart(2, "0")}:00`, 24],
    ["quarters of an hour", (i: number) => `2026-01-31 0${Math.floor(i / 4)}:${["00", "15", "30", "45"][i % 4]}`, 96],
    ["years", (i: number) => `${2000 + i}`, 1],
  ])("of %s is known by its step", async (_what, date, season) => {
    const rows = Array.from({ length: 16 }, (_, i) => `${date(i)},${i}`);
    const { profile, faults } = await check(DataKind.TIME_SERIES, lines("t,v", ...rows));
    expect(faults).toEqual([]);
    expect(profile!.rows).toBe(16);
    expect(profile!.figures).toContainEqual({ name: "season", value: season });
  });

  test("says which dates and values are none", async () => {
    const { sentences } = await check(
      DataKind.TIME_SERIES,
      lines("t,v", ...days(1, 12), "2026-02-30,1", "soon,2", "2026-01-20,much"),
    );
    expect(sentences).toEqual([
      "Line 14, column “t”: “2026-02-30” is no date such as 2026-01-31, 2026-01 or 2026-01-31T12:30.",
      "Line 15, column “t”: “soon” is no date such as 2026-01-31, 2026-01 or 2026-01-31T12:30.",
      "Line 16, column “v”: “much” is not a number.",
    ]);
  });

  test("cannot have a date twice, nor mostly gaps", async () => {
    const twice = await check(DataKind.TIME_SERIES, lines("t,v", ...days(1, 12), "2026-01-03,5"));
    expect(twice.sentences[0]).toMatch(/the date 2026-01-03 comes twice/);
    const mistyped = await check(DataKind.TIME_SERIES, lines("t,v", ...days(1, 12), "2062-01-03,5"));
    expect(mistyped.sentences[0]).toMatch(/have no value/);
  });
});

describe("texts", () => {
  test("are profiled by their lengths, counted in characters", async () => {
    const { profile } = await check(DataKind.TEXTS, lines("label,text", "a,好的", 'b,"no, thanks"', "a,👍"));
    expect(profile!.columns[0]).toMatchObject({ name: "text", type: "TEXT", minimum: 1, maximum: 10, mean: 13 / 3 });
    expect(profile!.classes).toEqual([{ name: "a", rows: 2 }, { name: "b", rows: 1 }]); // prettier-ignore
  });

  test("need a text and a class in every row", async () => {
    const { sentences } = await check(DataKind.TEXTS, lines("text,label", "good,a", ",b", "bad,"));
    expect(sentences).toEqual([
      "Line 3, column “text”: the text is empty.",
      "Line 4, column “label”: the class is empty.",
    ]);
  });
});

test("a sequence is counted by characters, and must be long enough", async () => {
  const { profile, faultCount } = await check(DataKind.SEQUENCE, "床前明月光\r\n".repeat(200));
  expect(faultCount).toBe(0);
  expect(profile).toMatchObject({ rows: 1200, figures: [{ name: "lines", value: 200 }, { name: "distinctCharacters", value: 6 }] }); // prettier-ignore
  expect((await check(DataKind.SEQUENCE, "too short")).sentences).toEqual([
    "9 characters; 1000 are the least to learn from.",
  ]);
});

describe("sentence pairs", () => {
  test("stand on a line each; a third column is left aside, and quotes mean themselves", () => {
    const text = '两本书\t"two" books\tCC-BY\n\n三月\tMarch\n';
    const read = (reversed: boolean) =>
      pairsFormat.read(bytes(text), pairsFormat.options.parse({ reversed }), new Faults());
    expect(read(false)).toEqual({ sources: ["两本书", "三月"], targets: ['"two" books', "March"] });
    expect(read(true)!.sources).toEqual(['"two" books', "March"]);
  });

  test("of one side only are refused", async () => {
    expect((await check(DataKind.PAIRS, "a\tb\nalone\nc\t\n")).sentences).toEqual([
      "Line 2: 1 column; a sentence and its translation are two.",
      "Line 3, column 2: the sentence is empty.",
    ]);
  });
});

describe("questions on passages", () => {
  const file = (answer: object, context = "Tea 🍵 came to Europe in 1610.") =>
    JSON.stringify({ data: [{ paragraphs: [{ context, qas: [{ id: 1, question: "When?", ...answer }] }] }] });

  test("have their answers where characters are counted as SQuAD counts them", async () => {
    const squad = file({ answers: [{ text: "1610", answer_start: 24 }] });
    const [question] = questionsFormat.read(bytes(squad), {}, new Faults())!.questions;
    expect(question.passage.slice(question.answers[0].start)).toBe("1610.");
    expect((await check(DataKind.QUESTIONS, squad)).faults).toEqual([]);
  });

  test("may have no answer where they say so", async () => {
    expect((await check(DataKind.QUESTIONS, file({ answers: [], is_impossible: true }))).faultCount).toBe(0);
    expect((await check(DataKind.QUESTIONS, file({ answers: [] }))).sentences[0]).toMatch(
      /no answers, and it is not said/,
    );
  });

  test("are refused by their path", async () => {
    expect((await check(DataKind.QUESTIONS, file({ answers: [{ text: "1610", answer_start: 3 }] }))).faults).toEqual([
      { message: "the answer “1610” does not stand at its answer_start.", row: 1, column: "data.0.paragraphs.0.qas.0" },
    ]);
    expect((await check(DataKind.QUESTIONS, `{"data": [{"paragraphs": [{}]}]}`)).faults[0].column).toBe(
      "data.0.paragraphs.0.context",
    );
    expect((await check(DataKind.QUESTIONS, `{"data": `)).sentences[0]).toMatch(/^the file is no JSON/);
  });
});

describe("graphs", () => {
  const header = "graph,label,from,to,from_type,to_type";

  test("are made of their edges, nodes numbered as they come", () => {
    const text = lines(header, "g,ring,a,b,C,N", "g,ring,c,a,O,C", "h,chain,x,,C,");
    const { graphs } = graphsFormat.read(bytes(text), graphsFormat.options.parse({}), new Faults())!;
    expect(graphs).toEqual([
      { name: "g", label: "ring", nodes: ["a", "b", "c"], types: ["C", "N", "O"], edges: [[0, 1], [0, 2]] },
      { name: "h", label: "chain", nodes: ["x"], types: ["C"], edges: [] },
    ]); // prettier-ignore
  });

  test("contradict themselves in no row", async () => {
    const text = lines(
      header,
      "g,ring,a,b,C,N",
      "g,chain,b,c,N,C",
      "g,ring,a,b,C,N",
      "g,ring,a,d,O,C",
      "h,chain,x,x,C,C",
      "h,,x,y,C,C",
    );
    expect((await check(DataKind.GRAPHS, text)).sentences).toEqual([
      "Line 3, column “label”: “g” was of the class “ring” before.",
      "Line 4, column “to”: the graph has this edge already.",
      "Line 5, column “from_type”: the node was of the type “C” before.",
      "Line 6, column “to”: an edge from “x” to itself.",
      "Line 7, column “label”: the cell is empty.",
    ]);
  });
});
