import type { LabelledTable } from "../../../src/domains/training/datasets/formats/table.js";
import { knownLabels, ofEveryClass, type Tested, unfit, unseenRows } from "../../datasets/unseen-rows.js";
import type { Draft, Feature } from "./draft.js";
import type { PreparationChoice, PreparedTable } from "./preparation.js";
import { chosenLabels, completeRows, labelledRows } from "./row-steps.js";

/** Rows to be judged: of this table. */
export interface TestedRows extends Tested<PreparedTable> {
  table: LabelledTable;
}

/**
 * Every row of another table that the training has not seen: equal to none of its rows in label and columns. Columns that the model does not
 * know are passed over; filling, standardising and categories are the training's.
 *
 * @throws {TrainingFailure} DATASET_UNUSABLE where a column is missing or of another type, the classes are not the model's, or too many rows were trained on.
 */
export function unseenTable(
  other: LabelledTable,
  trained: { table: LabelledTable; data: PreparedTable },
  { missing, labels: list }: PreparationChoice,
): TestedRows & { leftOut: number } {
  const table = { ...other, columns: trained.table.columns.map((column) => sameColumn(other, column)) };
  const steps = [labelledRows(), chosenLabels(list), ...(missing === "drop" ? [completeRows()] : [])];
  const drafted = (of: LabelledTable): Draft =>
    steps.reduce<Draft>((draft, { take }) => take(draft), { ...of, rows: Array.from(of.labels.keys()), features: [] });
  const [theirs, ours] = [drafted(table), drafted(trained.table)];
  const known = new Set(Array.from(trained.data.split.train, (row) => keyOf(ours, row)));
  const { classes, split } = trained.data;
  const labels = knownLabels(classes, theirs.labels, theirs.rows);
  const found = unseenRows(theirs.rows, (row) => known.has(keyOf(theirs, row)));
  const features = trained.data.features.map((feature) => ({ ...feature, values: valuesOf(feature, table) }));
  return ofEveryClass({ table, data: { classes, labels, features, split }, ...found });
}

function sameColumn({ columns }: LabelledTable, { name, type }: LabelledTable["columns"][number]) {
  const found = columns.find((column) => column.name === name);
  if (!found) throw unfit(`it has no column “${name}”; it has ${columns.map((column) => column.name).join(", ")}.`);
  if (found.type === type) return found;
  throw unfit(`its column “${name}” holds ${WORDS[found.type]}, and that of the training ${WORDS[type]}.`);
}

const WORDS = { number: "numbers", category: "names" };

function keyOf({ columns, labels }: Pick<Draft, "columns" | "labels">, row: number): string {
  return JSON.stringify([labels[row], ...columns.map(({ values }) => values[row])]);
}

/** A feature of every row, as the training's rows have it. */
function valuesOf({ source }: Feature, { columns, labels }: LabelledTable): Float32Array {
  const { values } = columns.find(({ name }) => name === source.column)!;
  return Float32Array.from(labels.keys(), (row) => {
    const cell = values[row];
    if (source.type === "category") return cell === source.category ? 1 : 0;
    const number = Number.isNaN(cell) ? source.filledWith! : (cell as number);
    return (number - source.mean) / source.deviation;
  });
}
