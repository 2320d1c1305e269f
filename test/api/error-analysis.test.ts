import { beforeAll, expect, test } from "@jest/globals";
import type { Client } from "../harness/client.js";
import { withProduct } from "../harness/product.js";
import { follow, launch } from "../harness/runs.js";
import { withWorker } from "../harness/worker.js";

const product = withProduct();
withWorker(product);

interface Estimate {
  value: number | null;
  low: number | null;
  high: number | null;
}

interface Evaluated {
  figures: { name: string; value: number; low: number | null; high: number | null; direction: string | null }[];
  worst: { figure: string; rows: { row: number; input: string; truth: string; predicted: string; value: number }[] };
  classification: {
    accuracy: number;
    slices: { by: string; name: string; rows: number; errors: number; accuracy: number; low: number; high: number }[];
    fairness: {
      column: string;
      outcomes: {
        class: string;
        disparities: Record<"disparateImpact" | "parityGap" | "opportunityGap" | "oddsGap", Estimate>;
        groups: { name: string; rows: number; selectionRate: Estimate; truePositiveRate: Estimate }[];
      }[];
    };
  };
}

const ESTIMATE = `{ value low high }`;
const QUERY = `query ($id: ID!) { trainingRun(id: $id) {
  artifacts(first: 50) { name }
  evaluation {
    figures { name value low high direction }
    worst { figure rows { row input truth predicted value } }
    classification {
      accuracy
      slices { by name rows errors accuracy low high }
      fairness { column outcomes {
        class
        disparities { disparateImpact ${ESTIMATE} parityGap ${ESTIMATE} opportunityGap ${ESTIMATE} oddsGap ${ESTIMATE} }
        groups { name rows selectionRate ${ESTIMATE} truePositiveRate ${ESTIMATE} }
      } }
    }
  }
} }`;

const RUN = {
  recipe: "tabular-classification",
  dataset: "penguins",
  seed: 3,
  parameters: { epochs: 1, groupColumn: "sex", favourableLabel: "Gentoo" },
};

let founder: Client;
let run: { artifacts: { name: string }[]; evaluation: Evaluated };

beforeAll(async () => {
  founder = await product.founder();
  const { id } = await launch(founder, RUN);
  await follow(founder, id);
  run = (await founder.query<{ trainingRun: typeof run }>(QUERY, { id })).trainingRun;
});

test("by a group column, an evaluation says how each group fares, and how far apart they are", () => {
  const { column, outcomes } = run.evaluation.classification.fairness;
  expect(column).toBe("sex");
  expect(outcomes.map((outcome) => outcome.class)).toEqual(["Gentoo"]);
  const [{ groups, disparities }] = outcomes;
  expect(groups.map(({ name }) => name)).toEqual(["FEMALE", "MALE"]);
  const rates = groups.map(({ selectionRate }) => selectionRate.value!);
  expect(disparities.parityGap.value).toBeCloseTo(Math.abs(rates[0] - rates[1]), 12);
  expect(disparities.disparateImpact.value).toBeCloseTo(Math.min(...rates) / Math.max(...rates), 12);
  for (const { selectionRate } of groups) {
    expect(selectionRate.low!).toBeLessThan(selectionRate.value!);
    expect(selectionRate.high!).toBeGreaterThan(selectionRate.value!);
  }
  expect(run.artifacts).toContainEqual({ name: "fairness.svg" });
});

test("the disparities are figures like others, so that lists and comparisons have them", () => {
  const figure = (name: string) => run.evaluation.figures.find((one) => one.name === name);
  const { disparities } = run.evaluation.classification.fairness.outcomes[0];
  expect(figure("fairness.disparateImpact")).toMatchObject({ ...disparities.disparateImpact, direction: "HIGHER" });
  expect(figure("fairness.parityGap")).toMatchObject({ value: disparities.parityGap.value, direction: "LOWER" });
});

test("slices tell where it fails, and add up to the whole", () => {
  const { slices, accuracy } = run.evaluation.classification;
  const classes = slices.filter(({ by }) => by === "CLASS");
  const rows = classes.reduce((sum, slice) => sum + slice.rows, 0);
  const errors = classes.reduce((sum, slice) => sum + slice.errors, 0);
  expect(1 - errors / rows).toBeCloseTo(accuracy, 12);
  expect(new Set(slices.map(({ by }) => by))).toEqual(new Set(["CLASS", "CONFIDENCE", "GROUP", "TRAIT"]));
  expect(slices.map(({ high }) => high)).toEqual(slices.map(({ high }) => high).sort((a, b) => a - b));
});

test("the worst rows are shown with what they were, and the worst comes first", () => {
  const { figure, rows } = run.evaluation.worst;
  expect(figure).toBe("logLoss");
  expect(rows[0].input).toMatch(/^island = \w+, bill_length_mm = [\d.]+, .*sex = (FE)?MALE$/);
  expect(rows[0].predicted).not.toContain(rows[0].truth);
  expect(rows.map(({ value }) => value)).toEqual(rows.map(({ value }) => value).sort((a, b) => b - a));
});

test("a group column that the data set does not have ends the run with what there is instead", async () => {
  const { id } = await launch(founder, { ...RUN, parameters: { ...RUN.parameters, groupColumn: "religion" } });
  const events = await follow(founder, id);
  expect(events.at(-1)).toMatchObject({ status: "FAILED" });
  const { trainingRun } = await founder.query<{ trainingRun: { error: { code: string; message: string } } }>(
    `query ($id: ID!) { trainingRun(id: $id) { error { code message } } }`,
    { id },
  );
  expect(trainingRun.error.code).toBe("DATASET_UNUSABLE");
  expect(trainingRun.error.message).toContain("“religion” is no column beside the label; there are island,");
});
