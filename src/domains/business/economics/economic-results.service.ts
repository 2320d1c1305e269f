import { InvalidInput, NotFound } from "../../../kernel/errors.js";
import { globalId } from "../../../kernel/ids.js";
import type { Reader } from "../../../kernel/read/reader.js";
import type { Viewer } from "../../accounts/viewer.js";
import type { ModelState } from "./economics.specs.js";
import { computeExactly, type Outcome } from "./engine/exact.js";
import { type Explanation, explain, findSpec } from "./engine/explanation.js";
import { type InputValue, type Lever, leversOf, seriesOf } from "./engine/input-values.js";
import type { Formula, InputSpec, Template } from "./engine/template.js";
import { TEMPLATES } from "./templates/template-catalogue.js";

/** A model, or one of its scenarios, ready to be computed. */
export interface Case {
  organisationId: string;
  template: Template;
  state: ModelState;
  levers: ReadonlyMap<string, Lever>;
}

/** An input or a formula over the months. */
export interface Series {
  spec: InputSpec | Formula;
  values: Outcome["series"] extends ReadonlyMap<string, infer V> ? V : never;
}

const OUTCOMES_KEPT = 50;
const SERIES_MAX = 20;

/** What economic models come to. Everything is computed when it is asked for; equal states share what was computed last. */
export class EconomicResults {
  /** By the text of what was computed; the oldest go first. */
  private readonly outcomes = new Map<string, Outcome>();

  constructor(private readonly reader: Reader) {}

  /**
   * A model of the viewer's organisation, or its scenario. Throws `NotFound`, and `InvalidInput` for a scenario whose overrides the
   * model no longer takes.
   */
  async caseOf(viewer: Viewer, modelId: string, scenarioId?: string | null): Promise<Case> {
    viewer.require("economics:read");
    const [row] = await this.reader.query<{
      businessModel: string;
      state: ModelState;
      overrides: Record<string, InputValue> | null;
    }>(
      `select m.business_model as "businessModel", m.state,
         (select s.overrides from economic_scenario s where s.id = $3 and s.model_id = m.id) as overrides
       from economic_model m where m.id = $1 and m.organisation_id = $2`,
      [modelId, viewer.organisationId, scenarioId ?? null],
    );
    if (!row) throw new NotFound("EconomicModel", globalId("EconomicModel", modelId));
    if (scenarioId != null && !row.overrides)
      throw new NotFound("EconomicScenario", globalId("EconomicScenario", scenarioId));
    const template = TEMPLATES.get(row.businessModel)!;
    const state = { ...row.state, inputs: { ...row.state.inputs, ...row.overrides } };
    const levers = leversOf(template, state, new Map(Object.entries(state.inputs)));
    return { organisationId: viewer.organisationId, template, state, levers };
  }

  /** The exact outcome of a case. */
  outcomeOf({ template, state, levers }: Case): Outcome {
    const key = `${[...TEMPLATES.values()].indexOf(template)} ${JSON.stringify(state)}`;
    const known = this.outcomes.get(key);
    this.outcomes.delete(key);
    const inputs = new Map([...levers].map(([name, lever]) => [name, seriesOf(lever)]));
    const outcome = known ?? computeExactly(template, inputs, state.months);
    this.outcomes.set(key, outcome);
    if (this.outcomes.size > OUTCOMES_KEPT) this.outcomes.delete(this.outcomes.keys().next().value!);
    return outcome;
  }

  /** Inputs and formulas over the months, at most 20 at once. Throws `InvalidInput` for a name that has no series. */
  seriesOf(of: Case, names: readonly string[]): Series[] {
    if (names.length < 1 || names.length > SERIES_MAX)
      throw new InvalidInput("outputs", `must have from 1 to ${SERIES_MAX} names, not ${names.length}.`);
    return names.map((name, at) => {
      const spec = findSpec(of.template, name);
      const values = spec && this.outcomeOf(of).series.get(name);
      if (!values) throw new InvalidInput(`outputs.${at}`, `this kind of model has no series ${name}.`);
      return { spec, values };
    });
  }

  /** Where a number comes from. Throws `InvalidInput` for a name that there is not, and for a month that does not fit it. */
  explain(of: Case, name: string, month: number | null | undefined): Explanation {
    return explain(of.template, this.outcomeOf(of), name, requireOutput(of, name, month).month);
  }
}

/** One number of a case: a figure without a month, anything else with one (from 1). Throws `InvalidInput`. */
export function requireOutput(
  { template, state: { months } }: Case,
  name: string,
  month: number | null | undefined,
): { name: string; month: number | null; spec: InputSpec | Formula } {
  const spec = findSpec(template, name);
  if (!spec) throw new InvalidInput("output", `this kind of model has no output ${name}.`);
  if (template.figures.some((figure) => figure === spec)) {
    if (month != null) throw new InvalidInput("month", `must be left out: ${name} is one number for all months.`);
    return { name, month: null, spec };
  }
  if (month == null || month < 1 || month > months)
    throw new InvalidInput("month", `must be from 1 to ${months}: ${name} has a value for each month.`);
  return { name, month, spec };
}
