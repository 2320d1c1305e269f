import { defineTemplate, type Template } from "../engine/template.js";
import { customers } from "./customers.js";
import { courses, dataSets, projects, seats, support } from "./earnings.js";
import { metered } from "./metered.js";
import type { Earning } from "./part.js";
import { people } from "./people.js";
import { FIGURES, results } from "./results.js";

/** What is usual of one business model, where it differs from the parts' own standard. */
type Usual = Readonly<Record<string, string>>;

function template(usual: Usual, ...earnings: Earning[]): Template {
  const whole = defineTemplate([customers, people, ...earnings, results(earnings)], FIGURES);
  const inputs = whole.inputs.map((input) => ({ ...input, default: usual[input.name] ?? input.default }));
  return { ...whole, inputs };
}

/** A few large clients, whom people win in person and serve by hand. */
const FEW_CLIENTS: Usual = {
  openingCustomers: "3",
  organicCustomers: "0.2",
  churn: "0.05",
  advertisingSpend: "2000",
  advertisingLeadCost: "400",
  salesSpend: "8000",
  salesLeadCost: "1500",
  partnersSpend: "2000",
  partnersLeadCost: "800",
};

/** By the slug of the business model in the catalogue. */
export const TEMPLATES: ReadonlyMap<string, Template> = new Map([
  ["api-service", template({ openingCash: "2000000", inputPrice: "0.8", outputPrice: "2.4" }, metered, support)],
  ["vertical-solution", template({ ...FEW_CLIENTS, deliveryShare: "0.4" }, projects, seats, support)],
  ["product-application", template({ churn: "0.04" }, seats)],
  ["technical-service", template({ ...FEW_CLIENTS, deliveryShare: "0.6" }, projects, support)],
  ["data-service", template({ ...FEW_CLIENTS, deliveryShare: "0.4" }, dataSets)],
  [
    "model-customisation",
    template(
      { ...FEW_CLIENTS, deliveryShare: "0.5", reservedGpus: "1", requestsPerCustomer: "50000" },
      projects,
      metered,
    ),
  ],
  ["training-education", template({ ...FEW_CLIENTS, deliveryShare: "0.4", churn: "0.08" }, courses)],
  [
    "open-source-community",
    template({ deliveryShare: "0.2", seatsPerCustomer: "8", supportShare: "0.1" }, support, seats),
  ],
]);
