import { InputFault } from "../../runtime/predictor.js";
import type { FeatureSource } from "./draft.js";
import type { PreparedTable } from "./preparation.js";

/** How any row becomes features: what a model must know of the table that it was trained on. Plain JSON. */
export interface RowPreparation {
  classes: string[];
  /** Whether a row may have missing cells. */
  gaps: boolean;
  features: FeatureSource[];
}

/** How the table was prepared, for rows that come later. */
export function rowPreparation({ classes, features }: PreparedTable, missing: "drop" | "median"): RowPreparation {
  return { classes, gaps: missing === "median", features: features.map(({ source }) => source) };
}

/**
 * The features of a row, as the training rows' were made. A name that the training part did not have is none of its categories.
 *
 * @throws {InputFault} for a column that the table does not have, a cell of another type, or a gap where there may be none.
 */
export function rowFeatures({ features, gaps }: RowPreparation, row: Record<string, unknown>, field: string): number[] {
  const known = new Map(features.map(({ column, type }) => [column, type]));
  for (const column of Object.keys(row))
    if (!known.has(column))
      throw new InputFault(`${field}.${column}`, `is no column of the model's table: ${[...known.keys()].join(", ")}.`);
  for (const [column, type] of known) {
    const cell = row[column] ?? null;
    const wanted = type === "number" ? typeof cell === "number" && Number.isFinite(cell) : typeof cell === "string";
    if (cell === null ? gaps : wanted) continue;
    const what = cell === null ? "is missing, and the model was trained on whole rows" : `must be a ${NAMES[type]}`;
    throw new InputFault(`${field}.${column}`, `${what}.`);
  }
  return features.map((feature) => {
    const cell = row[feature.column] ?? null;
    if (feature.type === "category") return cell === feature.category ? 1 : 0;
    return (((cell as number | null) ?? feature.filledWith!) - feature.mean) / feature.deviation;
  });
}

const NAMES = { number: "number", category: "text" };
