import { type Lever, leverRange, leversOf } from "../engine/input-values.js";
import type { Template } from "../engine/template.js";
import { TEMPLATES } from "../templates/template-catalogue.js";
import type { SimulationSpec } from "./simulation.specs.js";
import type { Distribution } from "./distribution.js";

/** An input that is drawn, by its place in the template, and between which values draws are kept. */
export interface DrawnInput {
  name: string;
  at: number;
  distribution: Distribution;
  range: [number, number];
}

/** A simulation, ready to be computed. */
export interface SimulationPlan {
  template: Template;
  levers: ReadonlyMap<string, Lever>;
  drawn: DrawnInput[];
}

/** Throws `InvalidInput` for a state that cannot be computed. All inputs that are drawn exist. */
export function planOf({ businessModel, state, distributions }: SimulationSpec): SimulationPlan {
  const template = TEMPLATES.get(businessModel)!;
  const levers = leversOf(template, state, new Map(Object.entries(state.inputs)));
  const drawn = distributions.map(({ input, distribution }): DrawnInput => {
    const at = template.inputs.findIndex(({ name }) => name === input);
    const [low, high] = leverRange(template.inputs[at], levers.get(input)!);
    return { name: input, at, distribution, range: [low.toNumber(), high.toNumber()] };
  });
  return { template, levers, drawn };
}
