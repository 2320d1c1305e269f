/** What a formula says, as a tree: it is computed exactly and in floats, checked for its units, and explained, all from here. */
export type Expression =
  | { op: "number"; value: string; unit: string }
  /** Of the same month. */
  | { op: "name"; name: string }
  /** Of the month before; in the first month, what `first` says. */
  | { op: "previous"; name: string; first: Expression }
  /** Of so many months before, and nothing before the first month; between two whole months it is interpolated. */
  | { op: "delayed"; name: string; months: Expression }
  | { op: "add" | "subtract" | "multiply" | "divide"; left: Expression; right: Expression }
  | { op: "least" | "greatest"; left: Expression; right: Expression }
  /** A quotient that is `otherwise` where the divisor is zero. */
  | { op: "ratio"; left: Expression; right: Expression; otherwise: Expression }
  /** One number of a whole series. */
  | { op: Reduction; name: string };

/**
 * `total` of all months; `final` of the last; `lowest` of all; `lastingFrom` is the first month from which on nothing is below
 * zero, `firstBelow` the first month that is below zero: both undefined where there is none.
 */
export type Reduction = "total" | "final" | "lowest" | "lastingFrom" | "firstBelow";

export const REDUCTIONS: readonly string[] = [
  "total",
  "final",
  "lowest",
  "lastingFrom",
  "firstBelow",
] satisfies Reduction[];

/** A millionth of a unit counts as zero, so that what floats round does not move a month. */
export const ZERO_MARGIN = 1e-6;

/** An expression that a formula refers to, and when it is read. */
export interface Reference {
  name: string;
  when: "now" | "before" | "whole";
}

/** Every name that an expression reads, in the order of its text, once for each way. */
export function referencesOf(expression: Expression): Reference[] {
  const found = new Map<string, Reference>();
  const add = (name: string, when: Reference["when"]) => found.set(`${when} ${name}`, { name, when });
  walk(expression, (node) => {
    if (node.op === "name") add(node.name, "now");
    else if (node.op === "previous") add(node.name, "before");
    else if (node.op === "delayed") add(node.name, "before");
    else if ("name" in node) add(node.name, "whole");
  });
  return [...found.values()];
}

/** Visits an expression and all that it consists of. */
function walk(expression: Expression, visit: (node: Expression) => void): void {
  visit(expression);
  for (const key of ["left", "right", "first", "months", "otherwise"] as const) {
    const part = (expression as unknown as Partial<Record<typeof key, Expression>>)[key];
    if (part) walk(part, visit);
  }
}
