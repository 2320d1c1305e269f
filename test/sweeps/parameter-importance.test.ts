import { expect, test } from "@jest/globals";
import { RandomStreams } from "../../src/kernel/random.js";
import { parameterImportance, type JudgedTrial } from "../../src/domains/training/sweeps/parameter-importance.js";
import { drawEvenly } from "../../src/domains/training/sweeps/sampling.js";
import type { Dimension, ParameterValues } from "../../src/domains/training/sweeps/search-space.js";

const number = (parameter: string): Dimension => ({
  kind: "NUMBER",
  parameter,
  minimum: 0,
  maximum: 1,
  log: false,
  step: null,
  points: null,
});
const SPACE: Dimension[] = [
  number("idle"),
  number("weak"),
  number("strong"),
  { kind: "CHOICE", parameter: "kind", choices: ["good", "bad", "fair"] },
];

function trials(count: number, valueOf: (values: ParameterValues) => number): JudgedTrial[] {
  const random = new RandomStreams(5).stream("trials");
  return Array.from({ length: count }, () => {
    const parameters = drawEvenly(SPACE, random);
    return { parameters, value: valueOf(parameters) };
  });
}

test("parameters are told apart by how much of the objective each explains", () => {
  const found = parameterImportance(
    SPACE,
    trials(150, ({ weak, strong }) => Number(weak) + 4 * Number(strong)),
  );
  expect(found.map(({ parameter }) => parameter).slice(0, 2)).toEqual(["strong", "weak"]);
  // Their variances stand as 16 to 1.
  expect(found[0].importance).toBeGreaterThan(0.8);
  expect(found[1].importance).toBeLessThan(0.2);
  expect(found.reduce((sum, { importance }) => sum + importance, 0)).toBeCloseTo(1);
});

test("a choice matters by what it makes of the objective, in whatever order its values stand", () => {
  const values = { good: 0, fair: 1, bad: 2 } as const;
  const [first] = parameterImportance(
    SPACE,
    trials(80, ({ kind }) => values[kind as keyof typeof values]),
  );
  expect(first.parameter).toBe("kind");
  expect(first.importance).toBeGreaterThan(0.9);
});

test("the same trials give the same answer", () => {
  const found = () =>
    parameterImportance(
      SPACE,
      trials(40, ({ strong }) => Number(strong) ** 2),
    );
  expect(found()).toEqual(found());
});

test("nothing is said of too few trials, and nothing explains an objective that is always the same", () => {
  expect(
    parameterImportance(
      SPACE,
      trials(3, ({ strong }) => Number(strong)),
    ),
  ).toEqual([]);
  expect(
    parameterImportance(
      SPACE,
      trials(20, () => 7),
    ).map(({ importance }) => importance),
  ).toEqual([0, 0, 0, 0]);
});
