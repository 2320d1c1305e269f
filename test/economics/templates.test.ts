import { describe, expect, test } from "@jest/globals";
import { explain } from "../../src/domains/business/economics/engine/explanation.js";
import { defineTemplate, Topic } from "../../src/domains/business/economics/engine/template.js";
import { parseFormula } from "../../src/domains/business/economics/engine/formula-text.js";
import { PRICE_LISTS } from "../../src/domains/business/economics/price-lists.js";
import { formula, inputsOf, money, share } from "../../src/domains/business/economics/templates/part.js";
import { outcomeOf, templateOf } from "./models.js";

const input = inputsOf(Topic.REVENUE);
const INPUTS = [
  input("price", "money/seat", money("10"), "Price", "价格"),
  input("seats", "seat", ["3", "0", "100"], "Seats", "席位"),
  input("part", "1", share("0.5"), "Part", "比例"),
];

function defined(unit: string, text: string) {
  return defineTemplate([{ inputs: INPUTS, formulas: [formula("result", unit, text, "Result", "结果")] }], []);
}

describe("a template is refused when it is put together, for", () => {
  test.each([
    ["a unit that it is not in", "money", "price * part", /result is in .* and not in money/],
    ["a sum of different things", "money", "price * seats + part", /result combines/],
    ["something unknown", "money", "price * sofas", /reads sofas, which is not there/],
    ["what depends on itself in the same month", "money", "result + price * seats", /reads result, which is not there/],
    ["a text that ends too early", "money", "price *", /the end stands where a value is expected/],
    ["a function that there is not", "money", "eval(price)", /no function eval/],
    ["signs that mean nothing", "money", "price ** seats", /\* stands where a value is expected/],
    ["a character of another kind", "money", "price\u200b * seats", /cannot be read from/],
  ])("%s", (_, unit, text, message) => {
    expect(() => defined(unit, text)).toThrow(message);
  });

  test("and not for one that says the same in its unit", () => {
    expect(defined("money", "price * seats * (1 - part)").formulas).toHaveLength(1);
  });
});

test("formulas bind as in arithmetic", () => {
  expect(parseFormula("a - b * c / d - e")).toEqual(parseFormula("(a - ((b * c) / d)) - e"));
  expect(parseFormula("max(0 - a, min(b, 2))")).toEqual(parseFormula("max((0 - a), min(b, 2))"));
});

describe("a number says where it comes from", () => {
  const template = templateOf("technical-service");
  const outcome = outcomeOf("technical-service", {});

  test("by its formula and what that reads, in the months that it reads", () => {
    const { formula, month, ingredients } = explain(template, outcome, "customers", 3);
    expect(formula).toBe("previous(customers, openingCustomers) - lostCustomers + newCustomers");
    expect(month).toBe(3);
    expect(ingredients.map(({ spec, month }) => [spec.name, month])).toEqual([
      ["customers", 2],
      ["openingCustomers", 3],
      ["lostCustomers", 3],
      ["newCustomers", 3],
    ]);
    const [before, , lost, gained] = ingredients.map(({ value }) => value!);
    expect(outcome.series.get("customers")![2]).toEqual(before.sub(lost).add(gained));
  });

  test("back to what somebody said", () => {
    expect(explain(template, outcome, "churn", 1)).toMatchObject({ formula: null, ingredients: [] });
  });

  test("also a figure, by whole series and other figures", () => {
    const { ingredients } = explain(template, outcome, "totalGrossMarginShare", null);
    expect(ingredients.map(({ spec }) => spec.name)).toEqual(["totalGrossMargin", "totalRevenue"]);
    expect(explain(template, outcome, "breakEvenMonth", null).ingredients).toMatchObject([
      { spec: { name: "operatingResult" }, value: null },
    ]);
  });
});

test("every published price has its source, and months in order", () => {
  for (const { source, items } of PRICE_LISTS) {
    expect(source).toMatch(/^https:\/\//);
    for (const { prices } of items)
      expect(prices.map(({ month }) => month)).toEqual(prices.map(({ month }) => month).sort());
  }
});
