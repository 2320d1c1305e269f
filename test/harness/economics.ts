import type { Client } from "./client.js";

const CREATE = `mutation ($input: CreateEconomicModelInput!) { createEconomicModel(input: $input) {
  __typename ... on EconomicModel { id revision startsOn months currency } ... on Refusal { code message } } }`;

export interface MadeModel {
  __typename: string;
  id: string;
  revision: number;
  startsOn: string;
  months: number;
  currency: string;
  code?: string;
  message?: string;
}

/** A model of seats from 2027 on: 40 customers of 10 seats at 30, nothing else unless it is said. */
export const SEATS = {
  businessModel: "product-application",
  name: "Seats",
  startsOn: "2027-01",
  months: 12,
  inputs: [
    { name: "openingCustomers", constant: "40" },
    { name: "seatsPerCustomer", constant: "10" },
    { name: "seatPrice", constant: "30" },
  ],
};

export async function createModel(client: Client, input: object = SEATS): Promise<MadeModel> {
  return (await client.query<{ createEconomicModel: MadeModel }>(CREATE, { input })).createEconomicModel;
}

/** Fields of one economic model. */
export async function modelOf<T>(client: Client, id: string, selection: string): Promise<T> {
  const found = await client.query<{ economicModel: T }>(
    `query ($id: ID!) { economicModel(id: $id) { ${selection} } }`,
    { id },
  );
  return found.economicModel;
}

const CREATE_SCENARIO = `mutation ($input: CreateEconomicScenarioInput!) { createEconomicScenario(input: $input) {
  __typename ... on EconomicScenario { id name overridden } ... on Refusal { code message } } }`;

export async function createScenario(
  client: Client,
  modelId: string,
  name: string,
  inputs: object[],
): Promise<{ __typename: string; id: string; overridden: string[] }> {
  const input = { modelId, name, inputs };
  return (
    await client.query<{ createEconomicScenario: { __typename: string; id: string; overridden: string[] } }>(
      CREATE_SCENARIO,
      { input },
    )
  ).createEconomicScenario;
}

const SIMULATE = `mutation ($input: SimulateEconomicModelInput!) { simulateEconomicModel(input: $input) {
  ... on EconomicSimulation { id } } }`;

/** A small simulation of a model, by its id. */
export async function simulate(client: Client, modelId: string): Promise<string> {
  const input = { modelId, draws: 100, distributions: [{ input: "churn", uniform: { min: 0, max: 0.1 } }] };
  return (await client.query<{ simulateEconomicModel: { id: string } }>(SIMULATE, { input })).simulateEconomicModel.id;
}
