import { type Expression, referencesOf } from "./expression.js";
import type { Template } from "./template.js";

/**
 * One step: `target` becomes what the operation makes of other slots. A slot below `series` is the series of that input or formula,
 * read in the month (`previous`, `delayed`, and reductions read its other months); the others hold what lies between.
 */
export interface Step {
  op: Exclude<Expression["op"], "number" | "name">;
  target: number;
  left: number;
  right: number;
  otherwise: number;
}

/** A template as a list of steps over numbered slots, to be done for many draws at once. */
export interface Program {
  slots: number;
  /** Slots of the inputs, in the order of the template. */
  inputs: readonly number[];
  names: ReadonlyMap<string, number>;
  constants: readonly { slot: number; value: number }[];
  /** Done for every month. */
  monthly: readonly Step[];
  /** Done once, after all months. */
  final: readonly Step[];
  /** Slots whose other months are read by a step. */
  remembered: ReadonlySet<number>;
}

/** What is left of a program to be done for each draw, when only some inputs differ between draws and only some outputs are wanted. */
export interface PartialProgram {
  monthly: readonly Step[];
  final: readonly Step[];
  /** Slots that the steps read and that are the same in every draw, with their value in each month. */
  fixed: readonly { slot: number; values: Float64Array }[];
}

/** Compiles a template for floats. */
export function compile(template: Template): Program {
  const names = new Map<string, number>();
  const constants = new Map<number, number>();
  let slots = 0;
  const slot = () => slots++;
  for (const { name } of [...template.inputs, ...template.formulas, ...template.figures]) names.set(name, slot());
  const remembered = new Set<number>();
  for (const { expression } of [...template.formulas, ...template.figures])
    for (const { name, when } of referencesOf(expression)) if (when !== "now") remembered.add(names.get(name)!);

  const stepsOf = (formulas: Template["formulas"]): Step[] => {
    const steps: Step[] = [];
    const place = (expression: Expression, wanted?: number): number => {
      if (expression.op === "number") {
        const value = Number(expression.value);
        const known = [...constants].find(([, constant]) => constant === value)?.[0];
        const at = known ?? slot();
        constants.set(at, value);
        return wanted === undefined ? at : copy(at, wanted);
      }
      if (expression.op === "name") {
        const at = names.get(expression.name)!;
        return wanted === undefined ? at : copy(at, wanted);
      }
      const [left, right, otherwise] = operandsOf(expression);
      const target = wanted ?? slot();
      steps.push({ op: expression.op, target, left, right, otherwise });
      return target;
    };
    // What is only another name for something is that plus nothing.
    const copy = (from: number, to: number): number => {
      steps.push({
        op: "add",
        target: to,
        left: from,
        right: place({ op: "number", value: "0", unit: "1" }),
        otherwise: 0,
      });
      return to;
    };
    const operandsOf = (expression: Exclude<Expression, { op: "number" | "name" }>): [number, number, number] => {
      switch (expression.op) {
        case "previous":
          return [names.get(expression.name)!, place(expression.first), 0];
        case "delayed":
          return [names.get(expression.name)!, place(expression.months), 0];
        case "ratio":
          return [place(expression.left), place(expression.right), place(expression.otherwise)];
        case "total":
        case "final":
        case "lowest":
        case "lastingFrom":
        case "firstBelow":
          return [names.get(expression.name)!, 0, 0];
        default:
          return [place(expression.left), place(expression.right), 0];
      }
    };
    for (const { name, expression } of formulas) place(expression, names.get(name));
    return steps;
  };
  const monthly = stepsOf(template.formulas);
  const final = stepsOf(template.figures);
  return {
    slots,
    names,
    monthly,
    final,
    remembered,
    inputs: template.inputs.map(({ name }) => names.get(name)!),
    constants: [...constants].map(([at, value]) => ({ slot: at, value })),
  };
}
