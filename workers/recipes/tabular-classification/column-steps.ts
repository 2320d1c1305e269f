import type { CategoryColumn, NumberColumn } from "../../../src/domains/training/datasets/formats/table.js";
import { type Draft, type Feature, type Step, trainingRows, unusable } from "./draft.js";

/** A column with more names than this is rather an identity, a date or free text than a category. */
const MOST_CATEGORIES = 100;

/** Fills the gaps in columns of numbers with the median of the training part. */
export function filledNumbers(): Step {
  return {
    name: "fill missing numbers with the training part's median",
    take: (draft) => {
      const train = trainingRows(draft);
      let filled = 0;
      const fillings: Record<string, number> = {};
      const columns = draft.columns.map((column) => {
        if (column.type !== "number") return column;
        const middle = median(knownValues(column, train));
        fillings[column.name] = middle;
        filled += draft.rows.filter((row) => isNaN(column.values[row])).length;
        return { ...column, values: column.values.map((value) => (isNaN(value) ? middle : value)) };
      });
      return { ...draft, columns, fillings, note: `${filled} cells` };
    },
  };
}

/** Turns columns of numbers into features of mean 0 and standard deviation 1 in the training part; a constant becomes 0. */
export function standardisedNumbers(): Step {
  return {
    name: "standardise numbers by the training part",
    take: (draft) => {
      const numbers = draft.columns.filter((column) => column.type === "number");
      const made = numbers.map((column) => standardised(column, trainingRows(draft), draft.fillings?.[column.name]));
      return { ...withFeatures(draft, "number", made), note: numbers.map(({ name }) => name).join(", ") };
    },
  };
}

/** Turns columns of names into a feature for each name of the training part: 1 where a row has it. Others have 0 throughout. */
export function oneHotCategories(): Step {
  return {
    name: "one-hot categories of the training part",
    take: (draft) => {
      const categories = draft.columns.filter((column) => column.type === "category");
      const made = categories.map((column) => oneHot(column, trainingRows(draft)));
      const note = categories.map(({ name }, at) => `${name} → ${made[at].length}`).join(", ");
      return { ...withFeatures(draft, "category", made.flat()), note };
    },
  };
}

/** The draft with these features in the place of its columns of that type. */
function withFeatures(draft: Draft, type: Draft["columns"][number]["type"], made: readonly Feature[]): Draft {
  const columns = draft.columns.filter((column) => column.type !== type);
  return { ...draft, columns, features: [...draft.features, ...made] };
}

function standardised(column: NumberColumn, train: Int32Array, filledWith?: number): Feature {
  const known = knownValues(column, train);
  const mean = known.reduce((sum, value) => sum + value, 0) / known.length;
  const deviation = Math.sqrt(known.reduce((sum, value) => sum + (value - mean) ** 2, 0) / known.length) || 1;
  const values = Float32Array.from(column.values, (value) => (value - mean) / deviation);
  return { name: column.name, values, source: { type: "number", column: column.name, mean, deviation, filledWith } };
}

function oneHot({ name, values }: CategoryColumn, train: Int32Array): Feature[] {
  const seen = new Set([...train].map((row) => values[row]));
  seen.delete("");
  if (seen.size > MOST_CATEGORIES)
    throw unusable(`The column “${name}” has ${seen.size} different names, too many for a category; leave it out.`);
  return [...seen].sort().map((category) => ({
    name: `${name}=${category}`,
    values: Float32Array.from(values, (value) => (value === category ? 1 : 0)),
    source: { type: "category" as const, column: name, category },
  }));
}

function knownValues({ name, values }: NumberColumn, rows: Int32Array): number[] {
  const known = [...rows].map((row) => values[row]).filter((value) => !isNaN(value));
  if (known.length === 0) throw unusable(`The column “${name}” has no number in the training part; leave it out.`);
  return known;
}

function median(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
