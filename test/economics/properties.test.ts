import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { Decimal } from "../../src/domains/business/economics/engine/amounts.js";
import { DrawBlock } from "../../src/domains/business/economics/engine/draws.js";
import { leversOf, seriesOf } from "../../src/domains/business/economics/engine/input-values.js";
import { compile } from "../../src/domains/business/economics/engine/program.js";
import type { InputSpec } from "../../src/domains/business/economics/engine/template.js";
import { TEMPLATES } from "../../src/domains/business/economics/templates/template-catalogue.js";
import { monthsOf, outcomeOf, SETTING, sum, templateOf, valuesOf } from "./models.js";

const SLUGS = [...TEMPLATES.keys()];
const MONTHS = 9;
const RUNS = { numRuns: 12, seed: 20270101 };

/** An amount that the input takes, around what is usual of it, its bounds now and then included. */
function amountOf({ default: usual, min, max }: InputSpec): fc.Arbitrary<string> {
  const [low, high] = [Math.max(Number(min), -1e6), Math.min(Number(max), 10 * Math.max(Number(usual), 1))];
  const between = fc.integer({ min: 0, max: 1000 }).map((part) => (low + ((high - low) * part) / 1000).toFixed(6));
  return fc.oneof(
    { weight: 8, arbitrary: between },
    { weight: 1, arbitrary: fc.constant(min.startsWith("-") ? "0" : min) },
  );
}

/** What somebody may say of a whole model. */
function saidOf(slug: string): fc.Arbitrary<Record<string, string>> {
  return fc.record(Object.fromEntries(templateOf(slug).inputs.map((input) => [input.name, amountOf(input)])));
}

function close(value: Decimal, other: Decimal): void {
  const off = value.sub(other).abs().div(Decimal.max(1, value.abs()));
  expect(off.toNumber()).toBeLessThan(1e-24);
}

describe.each(SLUGS)("%s", (slug) => {
  test("conserves money: cash is what was there, earned and given, less what is still owed on both sides", () => {
    fc.assert(
      fc.property(saidOf(slug), (said) => {
        const { series } = outcomeOf(slug, said, { months: MONTHS });
        const [of, last] = [(name: string) => series.get(name)!, (name: string) => series.get(name)!.at(-1)!];
        const opening = new Decimal(said.openingCash);
        const moved = sum(of("receipts"))
          .sub(sum(of("payments")))
          .sub(sum(of("payroll")))
          .add(sum(of("funding")));
        close(last("cash"), opening.add(moved));
        const earned = sum(of("operatingResult")).add(sum(of("funding")));
        close(last("cash"), opening.add(earned).sub(last("receivables")).add(last("payables")));
      }),
      RUNS,
    );
  });

  test("conserves customers", () => {
    fc.assert(
      fc.property(saidOf(slug), (said) => {
        const { series } = outcomeOf(slug, said, { months: MONTHS });
        const [gained, lost] = [sum(series.get("newCustomers")!), sum(series.get("lostCustomers")!)];
        close(series.get("customers")!.at(-1)!, new Decimal(said.openingCustomers).add(gained).sub(lost));
      }),
      RUNS,
    );
  });

  test("is the same in floats as in decimals, to 1e-9", () => {
    const template = templateOf(slug);
    const program = compile(template);
    const names = template.formulas.map(({ name }) => name);
    fc.assert(
      fc.property(saidOf(slug), (said) => {
        const levers = leversOf(template, { ...SETTING, months: MONTHS }, valuesOf(said));
        const inputs = template.inputs.map(({ name }) => {
          const { base, profile } = levers.get(name)!;
          return { base: base.toNumber(), profile: Float64Array.from(profile, (part) => part.toNumber()) };
        });
        const block = new DrawBlock(program, inputs, MONTHS, 2, names);
        block.run(new Map());
        const exact = outcomeOf(slug, said, { months: MONTHS });
        // What is left of great amounts that cancel out is as exact as those are.
        const greatest = Math.max(
          1,
          ...names.flatMap((name) => monthsOf(exact, name).filter(Number.isFinite).map(Math.abs)),
        );
        for (const name of [
          "revenue",
          "costOfRevenue",
          "payroll",
          "customers",
          "receipts",
          "payments",
          "cash",
          "operatingResult",
        ]) {
          const size = ["customers"].includes(name) ? 1 : Math.min(greatest, 1e6);
          monthsOf(exact, name).forEach((value, month) => {
            const float = block.monthOf(name, month)[1];
            expect(Math.abs(float - value) / Math.max(size, Math.abs(value))).toBeLessThan(1e-9);
          });
        }
      }),
      RUNS,
    );
  });

  test.each([
    ["churn", "customers", -1],
    ["organicCustomers", "customers", 1],
    ["receivableDays", "cash", -1],
    ["payableDays", "cash", 1],
    ["overhead", "cash", -1],
    ["softwareEngineerSalary", "operatingResult", -1],
    ["trainingRunCost", "operatingResult", -1],
  ] as const)("more %s never moves %s the other way (%i)", (input, output, direction) => {
    const spec = templateOf(slug).inputs.find(({ name }) => name === input)!;
    fc.assert(
      fc.property(saidOf(slug), amountOf(spec), amountOf(spec), (said, one, other) => {
        const [less, more] = Number(one) <= Number(other) ? [one, other] : [other, one];
        const [low, high] = [less, more].map((amount) =>
          outcomeOf(slug, { ...said, [input]: amount }, { months: MONTHS }),
        );
        high.series.get(output)!.forEach((value, month) => {
          const moved = value.sub(low.series.get(output)![month]).mul(direction);
          expect(moved.greaterThan(-1e-18)).toBe(true);
        });
      }),
      { ...RUNS, numRuns: 4 },
    );
  });
});

describe.each([
  ["api-service", "outputPrice", "revenue", 1],
  ["api-service", "tierTwoFactor", "revenue", 1],
  ["api-service", "utilisation", "apiCost", -1],
  ["api-service", "spotPrice", "grossMargin", -1],
  ["product-application", "seatPrice", "grossMargin", 1],
  ["data-service", "recordCost", "grossMargin", -1],
  ["training-education", "participantsPerCourse", "revenue", 1],
  ["open-source-community", "supportShare", "revenue", 1],
] as const)("%s: more %s", (slug, input, output, direction) => {
  const spec = templateOf(slug).inputs.find(({ name }) => name === input)!;
  test(`never moves ${output} the other way`, () => {
    fc.assert(
      fc.property(saidOf(slug), amountOf(spec), amountOf(spec), (said, one, other) => {
        const [less, more] = Number(one) <= Number(other) ? [one, other] : [other, one];
        const [low, high] = [less, more].map((amount) => outcomeOf(slug, { ...said, [input]: amount }, { months: 3 }));
        const moved = high.series.get(output)!.at(-1)!.sub(low.series.get(output)!.at(-1)!).mul(direction);
        expect(moved.greaterThan(-1e-12)).toBe(true);
      }),
      RUNS,
    );
  });
});

test("a lever moves an input by its base alone", () => {
  const template = templateOf("data-service");
  const growing = { kind: "growing", amount: "100", growth: "0.1" } as const;
  const lever = leversOf(template, { ...SETTING, months: 3 }, valuesOf({ overhead: growing })).get("overhead")!;
  expect(seriesOf(lever).map(String)).toEqual(["100", "110", "121"]);
  expect(seriesOf({ ...lever, base: new Decimal(200) }).map(String)).toEqual(["200", "220", "242"]);
});
