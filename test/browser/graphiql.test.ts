import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { chromium, type Browser, type Page } from "playwright-core";
import { withProduct } from "../harness/product.js";
import { launch } from "../harness/runs.js";

const product = withProduct();
const EXECUTABLE = process.env.CHROMIUM ?? "/usr/bin/chromium";
const FLAGS = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

let browser: Browser;
let page: Page;
const requested: string[] = [];
const refused: string[] = [];

beforeAll(async () => {
  browser = await chromium.launch({ executablePath: EXECUTABLE, args: FLAGS });
  page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
  page.on("request", (request) => requested.push(request.url()));
  page.on("console", (message) => message.type() === "error" && refused.push(message.text()));
});

afterAll(() => browser.close());

test("GraphiQL opens, asks this API alone, and shows a subscription as it runs", async () => {
  const founder = await product.founder();
  const { id } = await launch(founder);
  const open = new URL("/graphql", product.url);
  open.searchParams.set(
    "query",
    `subscription { trainingRunEvents(runId: "${id}") { seq ... on StatusChanged { status } } }`,
  );
  await page.goto(open.href);
  await page.getByRole("button", { name: "Headers" }).click();
  await page.locator(".graphiql-editor-tool .monaco-editor:visible").last().click();
  await page.keyboard.insertText(JSON.stringify({ authorization: `Bearer ${founder.accessToken}` }));
  await page.getByRole("button", { name: /execute/i }).click();
  await page.waitForFunction(() => document.body.innerText.includes("QUEUED"), undefined);
  const foreign = requested.filter((url) => !/^(blob|data):/.test(url) && new URL(url).origin !== product.url);
  expect(foreign).toEqual([]);
  expect(refused).toEqual([]);
});
