import type { Column, LabelledTable } from "../../../src/domains/training/datasets/formats/table.js";
import type { Groups } from "../../evaluation/fairness.js";
import { hardestRows } from "../../evaluation/hardest-rows.js";
import { tercilesOf } from "../../evaluation/slices.js";
import type { Predictions } from "../../evaluation/test-predictions.js";
import { unusable } from "./draft.js";

/** Columns that failures are looked for by; more would tell little, and take long. */
const MOST_TRAITS = 20;
const MOST_GROUPS = 20;

/** Which groups an evaluation compares; see `fairnessOptions`. */
export interface FairnessChoice {
  groupColumn: string;
  favourableLabel: string;
}

/** Predictions of these rows of a table, with what an evaluation wants to know of the rows besides: groups, numbers and texts. */
export function withColumns(
  predictions: Predictions,
  { columns }: LabelledTable,
  rows: Int32Array,
  choice: FairnessChoice,
): Predictions {
  const numbers = columns.filter((column) => column.type === "number").slice(0, MOST_TRAITS);
  const hardest = hardestRows(predictions);
  const text = (row: number) => columns.map(({ name, values }) => `${name} = ${told(values[rows[row]])}`).join(", ");
  return {
    ...predictions,
    ...(choice.groupColumn !== "" && { groups: groupsOf(columns, rows, choice) }),
    traits: numbers.map(({ name, values }) => ({ name, values: Float32Array.from(rows, (row) => values[row]) })),
    shown: { rows: hardest, texts: Array.from(hardest, text) },
  };
}

/**
 * Refuses a group column that the table lacks or that has too many names, and a favourable label that is no class: before training,
 * rather than after it.
 *
 * @throws {TrainingFailure} DATASET_UNUSABLE
 */
export function refuseStrangeGroups({ columns }: LabelledTable, classes: string[], choice: FairnessChoice): void {
  if (choice.groupColumn !== "") groupsOf(columns, new Int32Array(0), choice);
  if (choice.favourableLabel !== "" && !classes.includes(choice.favourableLabel))
    throw unusable(`favourableLabel “${choice.favourableLabel}” is no label; the labels are ${classes.join(", ")}.`);
}

function groupsOf(
  columns: readonly Column[],
  rows: Int32Array,
  { groupColumn, favourableLabel }: FairnessChoice,
): Groups {
  const column = columns.find(({ name }) => name === groupColumn);
  if (!column)
    throw unusable(
      `groupColumn “${groupColumn}” is no column beside the label; there are ${columns.map(({ name }) => name).join(", ")}.`,
    );
  const cells = column.type === "number" ? bands(column.values) : column.values;
  const names = [...new Set(cells)].filter((name) => name !== "").sort();
  if (names.length > MOST_GROUPS)
    throw unusable(
      `The column “${groupColumn}” has ${names.length} different names; at most ${MOST_GROUPS} groups can be compared.`,
    );
  return {
    column: groupColumn,
    names,
    of: rows.map((row) => names.indexOf(cells[row])),
    ...(favourableLabel !== "" && { favourable: favourableLabel }),
  };
}

/** Thirds of a column of numbers, `≤ 3`, `3–7` and `> 7`; "" where there is none. */
function bands(values: Float64Array): string[] {
  const bounds = tercilesOf(values);
  return Array.from(values, (value) => {
    if (Number.isNaN(value)) return "";
    const at = bounds.findIndex((bound) => value <= bound);
    if (at < 0) return bounds.length === 0 ? "all" : `> ${bounds[bounds.length - 1]}`;
    return at === 0 ? `≤ ${bounds[0]}` : `${bounds[0]}–${bounds[at]}`;
  });
}

function told(cell: string | number): string {
  return cell === "" || Number.isNaN(cell) ? "?" : String(cell);
}
