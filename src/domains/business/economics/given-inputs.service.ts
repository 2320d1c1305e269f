import { InvalidInput, NotFound } from "../../../kernel/errors.js";
import { globalId } from "../../../kernel/ids.js";
import type { MeasuredRun } from "../../training/costs/measured-run.specs.js";
import type { MeasuredRuns } from "../../training/costs/measured-runs.store.js";
import { Decimal } from "./engine/amounts.js";
import type { InputValue } from "./engine/input-values.js";
import type { InputSpec, Template } from "./engine/template.js";
import type { GivenInput } from "./economics.specs.js";

type RunLink = Extract<InputValue, { kind: "run" }>;

/** Turns what clients say of inputs into what is kept: references to training runs take what those have measured by now. */
export class GivenInputs {
  constructor(private readonly runs: MeasuredRuns) {}

  /**
   * The values by name. Throws `InvalidInput` at `field` for what the template does not have, and for a run that has not
   * succeeded or lacks the figure; `NotFound` for a run that the organisation does not have.
   */
  async valuesOf(
    organisationId: string,
    template: Template,
    given: readonly GivenInput[],
    field: string,
  ): Promise<Map<string, InputValue>> {
    const runs = await this.runs.of(
      organisationId,
      given.flatMap(({ run }) => run?.runId ?? []),
    );
    const now = new Date().toISOString();
    return new Map(
      given.map((input, at) => {
        const spec = template.inputs.find(({ name }) => name === input.name);
        if (!spec) throw new InvalidInput(`${field}.${at}.name`, `this kind of model has no input ${input.name}.`);
        return [input.name, valueOf(input, spec, runs, `${field}.${at}`, now)];
      }),
    );
  }
}

function valueOf(
  input: GivenInput,
  spec: InputSpec,
  runs: ReadonlyMap<string, MeasuredRun>,
  field: string,
  now: string,
): InputValue {
  const { currency } = input;
  if (input.constant !== undefined) return { kind: "constant", amount: input.constant, currency };
  if (input.growing) return { kind: "growing", ...input.growing, currency };
  if (input.dated) return { kind: "dated", amounts: input.dated, currency };
  if (input.single) return { kind: "single", amounts: input.single, currency };
  if (input.price) return { kind: "price", ...input.price };
  const { runId, figure, scale } = input.run!;
  const run = runs.get(runId);
  if (!run) throw new NotFound("TrainingRun", globalId("TrainingRun", runId));
  if (!spec.runFigures?.includes(figure)) {
    const fit = spec.runFigures?.join(" or ");
    const said = fit ? `takes ${fit} of a training run, not ${figure}.` : "cannot come from a training run.";
    throw new InvalidInput(`${field}.run.figure`, said);
  }
  if (!run.succeeded)
    throw new InvalidInput(`${field}.run.runId`, "the run has not succeeded: it has no final figures.");
  const linked = linkOf(run, figure, scale, now);
  if (!linked) throw new InvalidInput(`${field}.run.figure`, `the run has not measured ${figure}.`);
  return linked;
}

/** What a run says of an input now; undefined when it has not measured the figure. */
export function linkOf(run: MeasuredRun, figure: RunLink["figure"], scale: string, now: string): RunLink | undefined {
  const measured = run.figures[figure];
  if (!measured) return undefined;
  const amount = new Decimal(measured.amount).mul(scale).toDecimalPlaces(12).toFixed();
  return {
    ...{ kind: "run", runId: run.id, run: run.name, figure, scale, amount, measuredAt: now },
    ...(measured.currency ? { currency: measured.currency } : {}),
  };
}
