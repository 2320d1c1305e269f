import type { RandomStream } from "../../../src/kernel/random.js";
import { type Step, unusable } from "./draft.js";

/** Shares of each class's rows. */
const [TEST, VALIDATION] = [0.2, 0.1];
/** With fewer rows of a class, its validation part would be empty. */
const FEWEST_OF_A_CLASS = 5;

/** Keeps the rows whose label is known. */
export function labelledRows(): Step {
  return {
    name: "drop rows without a label",
    take: (draft) => ({ ...draft, rows: draft.rows.filter((row) => draft.labels[row] !== "") }),
  };
}

/**
 * Keeps the rows of the listed labels and renames them: "a, b=x, c=x" keeps three, of which two become one. An empty list keeps all
 * as they are.
 */
export function chosenLabels(list: string): Step {
  const names = new Map(
    list.split(",").map((entry) => {
      const [from, to = from] = entry.split("=").map((name) => name.trim());
      return [from, to] as const;
    }),
  );
  return {
    name: "keep and rename labels",
    take: (draft) => {
      if (list.trim() === "") return { ...draft, note: "all" };
      const known = new Set(draft.rows.map((row) => draft.labels[row]));
      const stranger = [...names.keys()].find((name) => !known.has(name));
      if (stranger !== undefined)
        throw unusable(`No row has the label “${stranger}”; the labels are ${[...known].sort().join(", ")}.`);
      const rows = draft.rows.filter((row) => names.has(draft.labels[row]));
      return { ...draft, rows, labels: draft.labels.map((label) => names.get(label) ?? label), note: list };
    },
  };
}

/** Keeps the rows that have a value in every column. */
export function completeRows(): Step {
  return {
    name: "drop rows with missing cells",
    take: (draft) => {
      const complete = (row: number) =>
        draft.columns.every((column) =>
          column.type === "number" ? !isNaN(column.values[row]) : column.values[row] !== "",
        );
      return { ...draft, rows: draft.rows.filter(complete) };
    },
  };
}

/** Brings the rows into random order: what stands first in a file must not decide what is tested. */
export function shuffledRows(random: RandomStream): Step {
  return { name: "shuffle", take: (draft) => ({ ...draft, rows: random.shuffle([...draft.rows]) }) };
}

/** Of each class's rows, the first fifth to the test, the next tenth to validation, the rest to training; rounded. */
export function splitRows(): Step {
  return {
    name: "split",
    take: (draft) => {
      const byClass = Map.groupBy(draft.rows, (row) => draft.labels[row]);
      if (byClass.size < 2) throw unusable(`Rows of at least two classes are needed; there are ${byClass.size}.`);
      const parts = { train: [] as number[], validation: [] as number[], test: [] as number[] };
      for (const [label, rows] of byClass) {
        if (rows.length < FEWEST_OF_A_CLASS)
          throw unusable(
            `The class “${label}” has ${rows.length} usable rows, and ${FEWEST_OF_A_CLASS} are needed: leave it out or merge it, by the parameter labels.`,
          );
        const tested = Math.round(rows.length * TEST);
        const held = tested + Math.round(rows.length * VALIDATION);
        parts.test.push(...rows.slice(0, tested));
        parts.validation.push(...rows.slice(tested, held));
        parts.train.push(...rows.slice(held));
      }
      const [train, validation, test] = [parts.train, parts.validation, parts.test].map((rows) =>
        Int32Array.from(rows),
      );
      const note = `${train.length} to train, ${validation.length} to validate, ${test.length} to test`;
      return { ...draft, split: { train, validation, test }, note };
    },
  };
}
