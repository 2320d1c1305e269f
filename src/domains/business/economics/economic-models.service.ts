import { LockMode } from "@mikro-orm/core";
import type { EntityManager } from "@mikro-orm/postgresql";
import { Conflict, InvalidInput, NotFound } from "../../../kernel/errors.js";
import { globalId } from "../../../kernel/ids.js";
import { checkInput } from "../../../kernel/input.js";
import type { Viewer } from "../../accounts/viewer.js";
import type { MeasuredRuns } from "../../training/costs/measured-runs.store.js";
import { type IdempotencyConflict, QuotaExceeded, QuotaKind } from "../../training/runs/run.refusals.js";
import { hashOf, knownResult, lockedOrganisation, remember } from "../../training/runs/run-intake.service.js";
import { EconomicModel } from "./economic-model.entity.js";
import {
  type GivenInput,
  givenInputs,
  idempotencyKey,
  type ModelState,
  MODELS_MAX,
  modelSetting,
  plainName,
  VERSIONS_MAX,
} from "./economics.specs.js";
import { monthAfter } from "./engine/calendar.js";
import { type ExchangeRate, type InputValue, leversOf } from "./engine/input-values.js";
import type { Template } from "./engine/template.js";
import { type GivenInputs, linkOf } from "./given-inputs.service.js";
import { TEMPLATES } from "./templates/template-catalogue.js";

/** What is said of a model; what is not given has a standard at first, and stays later. */
export interface ModelChange {
  name?: string | null;
  currency?: string | null;
  startsOn?: string | null;
  months?: number | null;
  rates?: ExchangeRate[] | null;
  inputs?: unknown[] | null;
  /** Inputs that go back to the template's standard. */
  reset?: string[] | null;
}

export interface NewModel extends ModelChange {
  businessModel: string;
  name: string;
  idempotencyKey?: string | null;
}

const STANDARD_MONTHS = 36;

/** The economic models of organisations: made of a business model's template, changed, deleted. */
export class EconomicModels {
  constructor(
    private readonly em: EntityManager,
    private readonly givenInputs: GivenInputs,
    private readonly runs: MeasuredRuns,
  ) {}

  /** Makes a model of a business model. The same idempotency key with the same input answers with the same model. */
  async create(
    viewer: Viewer,
    { businessModel, idempotencyKey: given, ...change }: NewModel,
  ): Promise<{ modelId: string } | QuotaExceeded | IdempotencyConflict> {
    viewer.require("economics:edit");
    const { organisationId, userId } = viewer;
    const template = TEMPLATES.get(businessModel);
    if (!template) throw new InvalidInput("input.businessModel", `must be one of ${[...TEMPLATES.keys()].join(", ")}.`);
    const key = given == null ? undefined : checkInput(idempotencyKey, given, "input.idempotencyKey");
    const startsOn = monthAfter(new Date().toISOString().slice(0, 7), 1);
    const standard: ModelState = { currency: "USD", startsOn, months: STANDARD_MONTHS, rates: [], inputs: {} };
    const name = checkInput(plainName, change.name, "input.name");
    const state = stateWith(template, standard, await this.said(organisationId, template, change));
    return this.em.fork().transactional(async (em) => {
      const organisation = await lockedOrganisation(em, organisationId);
      const once = key === undefined ? undefined : { operation: "createEconomicModel", key };
      const inputHash = hashOf({ businessModel, change });
      const known = once && (await knownResult(em, organisationId, once, inputHash));
      if (known) return "runId" in known ? { modelId: known.runId } : known;
      const there = await em.count(EconomicModel, { organisation });
      if (there >= MODELS_MAX) return new QuotaExceeded(QuotaKind.ECONOMIC_MODELS, MODELS_MAX, there);
      const model = em.create(EconomicModel, { organisation, createdBy: userId, name, businessModel, state });
      await keepVersion(em, model, userId, Object.keys(state.inputs));
      if (once) await remember(em, organisationId, once, inputHash, model.id);
      return { modelId: model.id };
    });
  }

  /**
   * Changes what is given and keeps the version before; what changes nothing makes no version. Throws `Conflict` when the
   * model has moved on from `expectedRevision`.
   */
  async update(viewer: Viewer, id: string, change: ModelChange, expectedRevision?: number | null): Promise<void> {
    viewer.require("economics:edit");
    const template = TEMPLATES.get((await this.own(viewer, id)).businessModel)!;
    const said = await this.said(viewer.organisationId, template, change);
    const name = change.name == null ? undefined : checkInput(plainName, change.name, "input.name");
    await this.revise(viewer, id, expectedRevision, (model) => {
      if (name !== undefined) model.name = name;
      return stateWith(template, model.state, said);
    });
  }

  /** Takes the figures that linked runs have now. Runs that are gone stay with what they had measured. */
  async refreshRuns(viewer: Viewer, id: string): Promise<void> {
    viewer.require("economics:edit");
    const { businessModel, state } = await this.own(viewer, id);
    const linked = Object.values(state.inputs).flatMap((value) => (value.kind === "run" ? value.runId : []));
    const runs = await this.runs.of(viewer.organisationId, linked);
    const now = new Date().toISOString();
    const current = (value: InputValue): InputValue => {
      const run = value.kind === "run" ? runs.get(value.runId) : undefined;
      const link = run && value.kind === "run" ? linkOf(run, value.figure, value.scale, now) : undefined;
      return link && !sameFigure(link, value) ? link : value;
    };
    await this.revise(viewer, id, undefined, (model) => {
      const inputs = Object.fromEntries(
        Object.entries(model.state.inputs).map(([name, value]) => [name, current(value)]),
      );
      return computable(TEMPLATES.get(businessModel)!, { ...model.state, inputs });
    });
  }

  /** Deletes a model with its versions, scenarios and simulations. */
  async delete(viewer: Viewer, id: string): Promise<void> {
    viewer.require("economics:edit");
    const em = this.em.fork();
    const deleted = await em.nativeDelete(EconomicModel, { id, organisation: viewer.organisationId });
    if (deleted === 0) throw new NotFound("EconomicModel", globalId("EconomicModel", id));
  }

  private async own(viewer: Viewer, id: string): Promise<EconomicModel> {
    const model = await this.em.fork().findOne(EconomicModel, { id, organisation: viewer.organisationId });
    if (!model) throw new NotFound("EconomicModel", globalId("EconomicModel", id));
    return model;
  }

  /** A change in checked form. Runs are looked up before the transaction: one that waits for a second connection could wait for ever. */
  private async said(organisationId: string, template: Template, change: ModelChange): Promise<SaidOfModel> {
    const given = checkInput(givenInputs, change.inputs ?? [], "input.inputs");
    const { currency, startsOn, months, rates } = change;
    const setting = checkInput(modelSetting.partial(), { currency, startsOn, months, rates });
    const reset = change.reset ?? [];
    for (const [at, name] of reset.entries())
      if (!template.inputs.some((spec) => spec.name === name))
        throw new InvalidInput(`input.reset.${at}`, `this kind of model has no input ${name}.`);
    const values = await this.givenInputs.valuesOf(organisationId, template, given, "input.inputs");
    return { given, setting, reset, values };
  }

  private async revise(
    viewer: Viewer,
    id: string,
    expectedRevision: number | null | undefined,
    work: (model: EconomicModel) => ModelState,
  ): Promise<void> {
    await this.em.fork().transactional(async (em) => {
      const model = await lockedModel(em, viewer, id);
      if (expectedRevision != null && expectedRevision !== model.revision)
        throw new Conflict(`The model is at revision ${model.revision}, not ${expectedRevision}: read it again first.`);
      const before = { ...model.state, name: model.name };
      const state = work(model);
      const changed = differences(before, { ...state, name: model.name });
      if (changed.length === 0) return;
      Object.assign(model, { state, revision: model.revision + 1, updatedAt: new Date() });
      await keepVersion(em, model, viewer.userId, changed);
    });
  }
}

/** What a client says of a model, in checked form. */
interface SaidOfModel {
  given: GivenInput[];
  setting: Partial<Omit<ModelState, "inputs">>;
  reset: string[];
  values: Map<string, InputValue>;
}

function stateWith(template: Template, before: ModelState, { given, setting, reset, values }: SaidOfModel): ModelState {
  const kept = Object.entries(before.inputs).filter(([name]) => !reset.includes(name));
  const inputs = { ...Object.fromEntries(kept), ...Object.fromEntries(values) };
  return computable(template, { ...before, ...setting, inputs }, fieldsOf(given));
}

/** The state, if it can be computed. Throws `InvalidInput` naming the field. */
function computable(template: Template, state: ModelState, fieldOf = fieldsOf([])): ModelState {
  leversOf(template, state, new Map(Object.entries(state.inputs)), fieldOf);
  return state;
}

/** Faults of what a client has just said stand where they said it; of what was there before, at the input's name. */
export function fieldsOf(given: readonly GivenInput[]): (name: string) => string {
  return (name) => {
    const at = given.findIndex((input) => input.name === name);
    return at < 0 ? `input.inputs.${name}` : `input.inputs.${at}`;
  };
}

/** A model of the viewer's organisation, its row locked. Throws `NotFound`. */
export async function lockedModel(em: EntityManager, viewer: Viewer, id: string): Promise<EconomicModel> {
  const own = { id, organisation: viewer.organisationId };
  const model = await em.findOne(EconomicModel, own, { lockMode: LockMode.PESSIMISTIC_WRITE });
  if (!model) throw new NotFound("EconomicModel", globalId("EconomicModel", id));
  return model;
}

function sameFigure(link: InputValue, value: InputValue): boolean {
  return (
    link.kind === "run" && value.kind === "run" && link.amount === value.amount && link.currency === value.currency
  );
}

/** Names of what differs: inputs by their own, the rest by its field. */
function differences(before: ModelState & { name: string }, after: ModelState & { name: string }): string[] {
  const differs = (a: unknown, b: unknown) => JSON.stringify(sorted(a)) !== JSON.stringify(sorted(b));
  const fields = (["name", "currency", "startsOn", "months", "rates"] as const).filter((key) =>
    differs(before[key], after[key]),
  );
  const inputs = new Set([...Object.keys(before.inputs), ...Object.keys(after.inputs)]);
  return [...fields, ...[...inputs].filter((name) => differs(before.inputs[name], after.inputs[name]))];
}

/** The database keeps the keys of JSON in an order of its own. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).filter(([, part]) => part !== undefined);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, part]) => [key, sorted(part)]));
}

async function keepVersion(
  em: EntityManager,
  model: EconomicModel,
  authorId: string,
  changed: string[],
): Promise<void> {
  await em.flush();
  const { id, revision, name, state } = model;
  await em.execute(
    `insert into economic_model_version (model_id, revision, author_id, name, state, changed)
     values (?, ?, ?, ?, ?::jsonb, array(select jsonb_array_elements_text(?::jsonb)))`,
    [id, revision, authorId, name, JSON.stringify(state), JSON.stringify(changed)],
  );
  await em.execute(`delete from economic_model_version where model_id = ? and revision <= ?`, [
    id,
    revision - VERSIONS_MAX,
  ]);
}
