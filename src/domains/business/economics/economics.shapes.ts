import { idColumn, instantColumn, plainColumns, type Shape } from "../../../kernel/read/shape.js";
import { authorShape } from "../../accounts/accounts.shapes.js";
import { SCENARIOS_MAX } from "./economics.specs.js";

export const economicScenarioShape: Shape = {
  type: "EconomicScenario",
  table: "economic_scenario",
  columns: {
    id: idColumn("EconomicScenario"),
    ...plainColumns("name"),
    createdAt: instantColumn("created_at"),
    updatedAt: instantColumn("updated_at"),
    overridden: (scenario) =>
      `(select coalesce(json_agg(key order by key), '[]') from jsonb_object_keys(${scenario}.overrides) key)`,
  },
  one: {
    model: { shape: () => economicModelShape, on: (scenario, model) => `${model}.id = ${scenario}.model_id` },
  },
};

export const economicModelShape: Shape = {
  type: "EconomicModel",
  table: "economic_model",
  columns: {
    id: idColumn("EconomicModel"),
    ...plainColumns("name", "businessModel", "revision"),
    currency: (model) => `${model}.state->>'currency'`,
    startsOn: (model) => `${model}.state->>'startsOn'`,
    months: (model) => `(${model}.state->>'months')::int`,
    rates: (model) => `${model}.state->'rates'`,
    createdAt: instantColumn("created_at"),
    updatedAt: instantColumn("updated_at"),
  },
  one: {
    createdBy: { shape: () => authorShape, on: (model, author) => `${author}.id = ${model}.created_by` },
  },
  many: {
    scenarios: {
      shape: () => economicScenarioShape,
      on: (model, scenario) => `${scenario}.model_id = ${model}.id`,
      order: (scenario) => `${scenario}.id`,
      max: SCENARIOS_MAX,
    },
  },
};

export const economicModelVersionShape: Shape = {
  type: "EconomicModelVersion",
  table: "economic_model_version",
  columns: {
    ...plainColumns("revision", "name", "changed"),
    createdAt: instantColumn("created_at"),
  },
  one: {
    author: { shape: () => authorShape, on: (version, author) => `${author}.id = ${version}.author_id` },
  },
};
