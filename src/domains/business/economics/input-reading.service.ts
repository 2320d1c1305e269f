import type { Measured } from "../../training/costs/measured-run.specs.js";
import type { MeasuredRuns } from "../../training/costs/measured-runs.store.js";
import type { Case } from "./economic-results.service.js";
import type { InputValue } from "./engine/input-values.js";
import type { InputSpec } from "./engine/template.js";
import { linkOf } from "./given-inputs.service.js";

export type RunLink = Extract<InputValue, { kind: "run" }>;

/** How a link to a training run stands: what the run says now, if it is there and says it. */
export interface RunLinkState {
  link: RunLink;
  gone: boolean;
  current: Measured | null;
  stale: boolean;
}

/** An input of a case, as it is. */
export interface StandingInput {
  spec: InputSpec;
  value: InputValue;
  standard: boolean;
  run: RunLinkState | null;
}

/** What a case is told. Who asks has been shown it. */
export class InputReading {
  constructor(private readonly runs: MeasuredRuns) {}

  /** Every input of the template, in its order; links to runs are compared with the runs of now, in one statement. */
  async inputsOf({ organisationId, template, state }: Case): Promise<StandingInput[]> {
    const links = Object.values(state.inputs).flatMap((value) => (value.kind === "run" ? value : []));
    const runs = await this.runs.of(
      organisationId,
      links.map(({ runId }) => runId),
    );
    const now = new Date().toISOString();
    return template.inputs.map((spec) => {
      const said = state.inputs[spec.name];
      const value = said ?? { kind: "constant", amount: spec.default };
      if (value.kind !== "run") return { spec, value, standard: !said, run: null };
      const run = runs.get(value.runId);
      const current = run && linkOf(run, value.figure, value.scale, now);
      const stale = current?.amount !== value.amount || current.currency !== value.currency;
      return { spec, value, standard: false, run: { link: value, gone: !run, current: current ?? null, stale } };
    });
  }
}
