import { isDeepStrictEqual } from "node:util";
import { type Direction, directionOf, winnerAmong } from "../series/metric-direction.js";

/** One setting of several runs, in their order: null where a run does not have it. */
export interface ComparedValue {
  path: string;
  values: unknown[];
  differs: boolean;
}

/** One figure of several runs, in their order. */
export interface ComparedFigure {
  name: string;
  direction: Direction | null;
  values: (number | null)[];
  baselines: (number | null)[];
  /** Where in the list the one best value stands. */
  winnerAt: number | null;
}

/** The leaves of nested objects by their dotted paths; lists and null are leaves. */
export function leavesOf(value: unknown, path = ""): Map<string, unknown> {
  if (value === null || value === undefined) return new Map(path ? [[path, value ?? null]] : []);
  if (typeof value !== "object" || Array.isArray(value)) return new Map([[path, value]]);
  const below = Object.entries(value).flatMap(([key, entry]) => [...leavesOf(entry, path ? `${path}.${key}` : key)]);
  return new Map(below);
}

/** Settings side by side: every path that any run has, in alphabetical order. */
export function compareValues(objects: readonly unknown[]): ComparedValue[] {
  const leaves = objects.map((object) => leavesOf(object));
  return [...new Set(leaves.flatMap((found) => [...found.keys()]))].sort().map((path) => {
    const values = leaves.map((found) => found.get(path) ?? null);
    const differs = leaves.some((found) => found.has(path) !== leaves[0].has(path)) || !allEqual(values);
    return { path, values, differs };
  });
}

/** Figures side by side: every number that any run has, with the run that wins, and what a baseline reaches in each. */
export function compareFigures(objects: readonly unknown[], baselines: readonly unknown[] = []): ComparedFigure[] {
  const below = objects.map((_, at) => leavesOf(baselines[at]));
  return compareValues(objects).flatMap(({ path: name, values }) => {
    if (!values.some((value) => typeof value === "number")) return [];
    const direction = directionOf(name);
    const figures = values.map(numberOrNull);
    return {
      name,
      direction: direction ?? null,
      values: figures,
      baselines: below.map((found) => numberOrNull(found.get(name))),
      winnerAt: winnerAmong(figures, direction) ?? null,
    };
  });
}

function numberOrNull(value: unknown): number | null {
  return typeof value === "number" ? value : null;
}

function allEqual(values: readonly unknown[]): boolean {
  return values.every((value) => isDeepStrictEqual(value, values[0]));
}
