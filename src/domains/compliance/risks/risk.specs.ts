import { z } from "zod";
import { said } from "../assessments/assessment.specs.js";

/** What is done about a risk. */
export enum RiskTreatment {
  AVOID = "AVOID",
  MITIGATE = "MITIGATE",
  TRANSFER = "TRANSFER",
  ACCEPT = "ACCEPT",
}

const degree = z.int("must be a whole number from 1 to 5").min(1).max(5);

export const newRisk = z.strictObject({
  title: said(300),
  description: z.string().max(10_000).default(""),
  likelihood: degree,
  impact: degree,
  treatment: z.enum(RiskTreatment),
  plan: z.string().max(10_000).default(""),
});

/** What is not given stays. */
export const riskChange = newRisk
  .extend({ description: z.string().max(10_000), plan: z.string().max(10_000) })
  .partial();
