import { InvalidInput } from "../../../../kernel/errors.js";
import { checkInput } from "../../../../kernel/input.js";
import type { Case } from "../economic-results.service.js";
import { supportOf } from "./distribution.js";
import { type Correlation, mixingOf } from "./correlation.js";
import { planOf } from "./simulation-plan.js";
import { givenSimulation, type SimulationSpec } from "./simulation.specs.js";

/** Checks what a client asks to be simulated of a case. Throws `InvalidInput` naming the field. */
export function checkSimulation(
  { template, state }: Case,
  { businessModel, scenario }: { businessModel: string; scenario: string | null },
  input: object,
): SimulationSpec {
  const given = checkInput(givenSimulation, input);
  const inputs = given.distributions.map(({ input }) => input);
  inputs.forEach((name, at) => {
    const field = `input.distributions.${at}.input`;
    if (!template.inputs.some((spec) => spec.name === name))
      throw new InvalidInput(field, `this kind of model has no input ${name}.`);
    if (inputs.indexOf(name) < at) throw new InvalidInput(field, `${name} has a distribution already.`);
  });
  given.outputs.forEach((name, at) => {
    if (!template.formulas.some((formula) => formula.name === name))
      throw new InvalidInput(`input.outputs.${at}`, `this kind of model computes no series ${name}.`);
    if (given.outputs.indexOf(name) < at) throw new InvalidInput(`input.outputs.${at}`, "stands twice.");
  });
  requireCorrelations(inputs, given.correlations);
  const spec = { businessModel, scenario, state, ...given };
  planOf(spec).drawn.forEach(({ distribution, range: [low, high] }, at) => {
    const ends = supportOf(distribution);
    const slack = 1e-9 * Math.max(1, Math.abs(low), Math.abs(high));
    if (ends && (ends[0] < low - slack || ends[1] > high + slack))
      throw new InvalidInput(
        `input.distributions.${at}`,
        `must lie from ${low} to ${high}, or the input would leave its range.`,
      );
  });
  return spec;
}

function requireCorrelations(inputs: readonly string[], correlations: readonly Correlation[]): void {
  const pairs = new Set<string>();
  correlations.forEach(({ first, second }, at) => {
    const field = `input.correlations.${at}`;
    for (const [end, name] of Object.entries({ first, second }))
      if (!inputs.includes(name)) throw new InvalidInput(`${field}.${end}`, `${name} has no distribution.`);
    if (first === second) throw new InvalidInput(`${field}.second`, "must be another input than first.");
    const pair = [first, second].toSorted().join(" ");
    if (pairs.has(pair)) throw new InvalidInput(field, `${first} and ${second} are correlated already.`);
    pairs.add(pair);
  });
  const mixing = mixingOf(inputs, correlations);
  if ("contradicted" in mixing)
    throw new InvalidInput(
      "input.correlations",
      `those of ${mixing.contradicted} contradict those of the inputs before it: no numbers go together so (the matrix is not positive definite).`,
    );
}
