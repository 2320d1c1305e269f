import type { EntityManager } from "@mikro-orm/postgresql";
import { InvalidInput, NotFound } from "../../../kernel/errors.js";
import { globalId } from "../../../kernel/ids.js";
import { checkInput } from "../../../kernel/input.js";
import type { Viewer } from "../../accounts/viewer.js";
import { type IdempotencyConflict, QuotaExceeded, QuotaKind } from "../../training/runs/run.refusals.js";
import { hashOf, knownResult, remember } from "../../training/runs/run-intake.service.js";
import { fieldsOf, lockedModel } from "./economic-models.service.js";
import { EconomicModel } from "./economic-model.entity.js";
import { EconomicScenario } from "./economic-scenario.entity.js";
import { type GivenInput, givenInputs, idempotencyKey, plainName, SCENARIOS_MAX } from "./economics.specs.js";
import { type InputValue, leversOf } from "./engine/input-values.js";
import type { GivenInputs } from "./given-inputs.service.js";
import { TEMPLATES } from "./templates/template-catalogue.js";

export interface NewScenario {
  name: string;
  inputs: unknown[];
  idempotencyKey?: string | null;
}

/** What is to change of a scenario; `inputs` replaces all its overrides. */
export interface ScenarioChange {
  name?: string | null;
  inputs?: unknown[] | null;
}

/** Scenarios of economic models: other values for some inputs. */
export class EconomicScenarios {
  constructor(
    private readonly em: EntityManager,
    private readonly givenInputs: GivenInputs,
  ) {}

  /** Adds a scenario to a model. Throws `NotFound`, and `InvalidInput` for a name that another scenario of the model has. */
  async create(
    viewer: Viewer,
    modelId: string,
    { name: givenName, inputs, idempotencyKey: givenKey }: NewScenario,
  ): Promise<{ scenarioId: string } | QuotaExceeded | IdempotencyConflict> {
    viewer.require("economics:edit");
    const { organisationId } = viewer;
    const key = givenKey == null ? undefined : checkInput(idempotencyKey, givenKey, "input.idempotencyKey");
    const name = checkInput(plainName, givenName, "input.name");
    const said = await this.said(viewer, modelId, inputs);
    return this.em.fork().transactional(async (em) => {
      const model = await lockedModel(em, viewer, modelId);
      const once = key === undefined ? undefined : { operation: "createEconomicScenario", key };
      const inputHash = hashOf({ modelId, name, inputs });
      const known = once && (await knownResult(em, organisationId, once, inputHash));
      if (known) return "runId" in known ? { scenarioId: known.runId } : known;
      const there = await em.count(EconomicScenario, { model });
      if (there >= SCENARIOS_MAX) return new QuotaExceeded(QuotaKind.ECONOMIC_SCENARIOS, SCENARIOS_MAX, there);
      await requireFreeName(em, model, name);
      const scenario = em.create(EconomicScenario, { model, name, overrides: overridesOf(model, said) });
      await em.flush();
      if (once) await remember(em, organisationId, once, inputHash, scenario.id);
      return { scenarioId: scenario.id };
    });
  }

  /** Changes what is given. Throws `NotFound` and `InvalidInput` as `create` does. */
  async update(viewer: Viewer, id: string, change: ScenarioChange): Promise<void> {
    viewer.require("economics:edit");
    const found = await own(this.em.fork(), viewer, id);
    const said = change.inputs == null ? undefined : await this.said(viewer, found.model.id, change.inputs);
    await this.em.fork().transactional(async (em) => {
      const scenario = await own(em, viewer, id);
      const model = await lockedModel(em, viewer, scenario.model.id);
      if (change.name != null) {
        const name = checkInput(plainName, change.name, "input.name");
        if (name !== scenario.name) await requireFreeName(em, model, name);
        scenario.name = name;
      }
      if (said) scenario.overrides = overridesOf(model, said);
      scenario.updatedAt = new Date();
    });
  }

  /** Deletes a scenario. Simulations of it stay: they have their own copy of what they computed. */
  async delete(viewer: Viewer, id: string): Promise<string> {
    viewer.require("economics:edit");
    const em = this.em.fork();
    const scenario = await own(em, viewer, id);
    await em.remove(scenario).flush();
    return scenario.model.id;
  }

  /** Overrides in checked form; runs are looked up before the transaction. */
  private async said(viewer: Viewer, modelId: string, inputs: unknown[]): Promise<SaidOfScenario> {
    const given = checkInput(givenInputs, inputs, "input.inputs");
    const model = await this.em.fork().findOne(EconomicModel, { id: modelId, organisation: viewer.organisationId });
    if (!model) throw new NotFound("EconomicModel", globalId("EconomicModel", modelId));
    const template = TEMPLATES.get(model.businessModel)!;
    const values = await this.givenInputs.valuesOf(viewer.organisationId, template, given, "input.inputs");
    return { given, values };
  }
}

interface SaidOfScenario {
  given: GivenInput[];
  values: Map<string, InputValue>;
}

/** The overrides, if the model can be computed with them. Throws `InvalidInput` naming the field. */
function overridesOf(model: EconomicModel, { given, values }: SaidOfScenario): Record<string, InputValue> {
  const overrides = Object.fromEntries(values);
  const whole = new Map(Object.entries({ ...model.state.inputs, ...overrides }));
  leversOf(TEMPLATES.get(model.businessModel)!, model.state, whole, fieldsOf(given));
  return overrides;
}

async function own(em: EntityManager, viewer: Viewer, id: string): Promise<EconomicScenario> {
  const scenario = await em.findOne(EconomicScenario, { id, model: { organisation: viewer.organisationId } });
  if (!scenario) throw new NotFound("EconomicScenario", globalId("EconomicScenario", id));
  return scenario;
}

async function requireFreeName(em: EntityManager, model: EconomicModel, name: string): Promise<void> {
  if (await em.count(EconomicScenario, { model, name }))
    throw new InvalidInput("input.name", `the model has a scenario ${name} already.`);
}
