import pg from "pg";
import { loadConfig } from "../../src/config.js";
import { seed } from "../../seeds/main.js";
import { machine } from "../harness/cores.js";
import { startDatabase } from "../harness/database.js";
import { printTable, shown, spreadOf } from "../harness/figures.js";
import { ask, startProduct } from "../harness/product.js";
import { fillBank, QUESTIONS, rareWord } from "./bank.js";
import { byPattern, bySimpleWords, prepareSimple, type Peer } from "./peers.js";

/**
 * How long a search of the bank takes: the product over HTTP, with its highlights, beside what PostgreSQL offers by itself on
 * the same rows, asked directly and for ids alone. And what of Chinese each of them finds.
 */

const ROUNDS = Number(process.env.ROUNDS ?? 5);
const PAGE = 20;

/** What people type: as it comes, word by word, in both languages, with slips of the keys. */
const CHINESE = [
  "模型",
  "数据",
  "训练",
  "隐私",
  "显存",
  "精确率",
  "知识蒸馏",
  "差分隐私",
  "模型压缩",
  "过拟合",
  "梯度",
  "商业模式",
];
const MIXED = ["Transformer 显存", "BLEU 翻译", "GPU 训练 数据", "模型 训练 数据", "学习率 优化"];
const ENGLISH = [
  "model",
  "training data",
  "overfitting",
  "privacy budget",
  "gradient clipping",
  "how to measure quality",
  "precision recall",
  "federated learning",
];
const BEGUN = ["tra", "transf", "regularis", "quantis", "mod"];
const SLIPS = ["transfomer", "overfiting", "regularsation", "gradeint clipping"];
const RARE = Array.from({ length: 8 }, (_, at) => rareWord(at * 37));
const GROUPS = { CHINESE, MIXED, ENGLISH, BEGUN, SLIPS, RARE };
const ALL = Object.values(GROUPS).flat();

const SEARCH = `query ($query: String!, $filter: QuestionSearchFilter) { searchQuestions(query: $query, filter: $filter, first: ${String(PAGE)}) {
  edges { rank node { id slug title { en zh } difficulty category { slug } } highlights { field locale parts { text match } } }
  pageInfo { hasNextPage endCursor } corrections { word replacements }
} }`;
interface Found {
  searchQuestions: { edges: { node: { slug: string } }[]; totalCount: number };
}

const database = await startDatabase(fillBank);
const started = performance.now();
await seed(loadConfig({}), database.url);
console.log(`${String(QUESTIONS)} questions indexed in ${((performance.now() - started) / 1000).toFixed(0)} s.`);
const client = new pg.Client({ connectionString: database.url, options: "-c search_path=groundwork,public" });
await client.connect();
await prepareSimple(client);
await client.query("vacuum analyze");
const product = await startProduct(database.url);

const search = (query: string, filter?: object) =>
  ask<Found>(product.url, { query: SEARCH, variables: { query, filter } }, product.headers);
const contestants: { name: string; run: (query: string) => Promise<unknown> }[] = [
  { name: "Groundwork", run: (query) => search(query) },
  { name: "Groundwork, filtered", run: (query) => search(query, { kind: "CODING", difficulty: "HARD" }) },
  { name: "tsvector simple", run: (query) => bySimpleWords(client, query, PAGE) },
  { name: "ilike", run: (query) => byPattern(client, query, PAGE) },
];

const times = contestants.map(() => ALL.map((): number[] => []));
/** Processor time of server and PostgreSQL in ms: it does not grow when something else is running. */
const spent = contestants.map(() => 0);
const processorMs = () => (product.processorSeconds() + database.processorSeconds()) * 1000;
for (let round = 0; round < ROUNDS + 1; round++) {
  for (const [index, { run }] of contestants.entries()) {
    const spentBefore = processorMs();
    for (const [at, query] of ALL.entries()) {
      const before = performance.now();
      await run(query);
      if (round > 0) times[index][at].push(performance.now() - before);
    }
    if (round > 0) spent[index] += (processorMs() - spentBefore) / (ROUNDS * ALL.length);
  }
}

const quantile = (sorted: readonly number[], share: number) =>
  sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
const row = (values: number[]) => {
  const sorted = values.toSorted((a, b) => a - b);
  return [0.5, 0.95, 0.99].map((share) => quantile(sorted, share).toFixed(1));
};
console.log(`\n${String(ALL.length)} searches, ${String(ROUNDS)} rounds after one to warm up, one at a time, ms.`);
printTable(
  ["", "p50", "p95", "p99", "CPU ms each"],
  contestants.map(({ name }, index) => [name, ...row(times[index].flat()), spent[index].toFixed(1)]),
);
console.log("\nGroundwork by what is searched for, ms; and the slowest searches:");
const at = (group: readonly string[]) => group.flatMap((query) => times[0][ALL.indexOf(query)]);
printTable(
  ["", "p50", "p95", "p99"],
  Object.entries(GROUPS).map(([name, group]) => [name.toLowerCase(), ...row(at(group))]),
);
const slowest = ALL.map((query, index) => ({ query, spread: spreadOf(times[0][index]) }));
slowest.sort((one, other) => other.spread.median - one.spread.median);
for (const { query, spread } of slowest.slice(0, 5)) console.log(`  ${query}: ${shown(spread, 1)}`);

console.log("\nQuestions that hold the Chinese as it is written, and how many of them each finds:");
const counted = (peer: Peer, query: string) => peer(client, query, QUESTIONS).then((found) => found.length);
const recall: string[][] = [];
for (const query of CHINESE) {
  const { searchQuestions } = await ask<Found>(
    product.url,
    { query: `query ($query: String!) { searchQuestions(query: $query) { totalCount } }`, variables: { query } },
    product.headers,
  );
  const counts = [await counted(byPattern, query), searchQuestions.totalCount, await counted(bySimpleWords, query)];
  recall.push([query, ...counts.map(String)]);
}
printTable(["", "hold it", "Groundwork", "tsvector simple"], recall);
console.log(`\n${machine()}`);
await client.end();
for (const part of [product, database]) await part.stop();
