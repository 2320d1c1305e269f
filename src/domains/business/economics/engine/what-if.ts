import { DrawBlock, type FloatInput } from "./draws.js";
import type { Lever } from "./input-values.js";
import { partialProgram } from "./partial-program.js";
import { compile, type Program } from "./program.js";
import type { Template } from "./template.js";

const programs = new WeakMap<Template, Program>();

/** A template's program; it is compiled once. */
export function programOf(template: Template): Program {
  const known = programs.get(template);
  if (known) return known;
  const program = compile(template);
  programs.set(template, program);
  return program;
}

/** Levers in floats, in the order of the template. */
export function floatInputs(template: Template, levers: ReadonlyMap<string, Lever>): FloatInput[] {
  return template.inputs.map(({ name }) => {
    const { base, profile } = levers.get(name)!;
    return { base: base.toNumber(), profile: Float64Array.from(profile, (part) => part.toNumber()) };
  });
}

/** One number of a model: a figure, or a formula in a month (from 1). */
export interface Output {
  name: string;
  month: number | null;
}

/** Answers what one number of a model would be with other bases of some inputs, for many cases at once. */
export class WhatIf {
  private readonly program: Program;
  private readonly inputs: readonly FloatInput[];

  constructor(
    private readonly template: Template,
    levers: ReadonlyMap<string, Lever>,
    private readonly months: number,
    private readonly output: Output,
  ) {
    this.program = programOf(template);
    this.inputs = floatInputs(template, levers);
  }

  /** The output in each case: `bases` has the base of an input in each, by name; all lists are equally long. NaN where it is not defined. */
  values(bases: Readonly<Record<string, readonly number[]>>): Float64Array {
    const drawn = new Map(
      Object.entries(bases).map(([name, values]) => [
        this.template.inputs.findIndex((input) => input.name === name),
        Float64Array.from(values),
      ]),
    );
    const [cases] = Object.values(bases);
    const { name, month } = this.output;
    const part = partialProgram(this.program, this.inputs, this.months, new Set(drawn.keys()), [name]);
    const block = new DrawBlock(
      this.program,
      this.inputs,
      this.months,
      cases.length,
      month === null ? [] : [name],
      part,
    );
    block.run(drawn);
    return month === null ? block.figure(name) : block.monthOf(name, month - 1);
  }
}
