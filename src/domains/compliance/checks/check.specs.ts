import { z } from "zod";

/** How a figure is compared with the threshold. */
export enum CheckComparison {
  BELOW = "BELOW",
  AT_MOST = "AT_MOST",
  AT_LEAST = "AT_LEAST",
  ABOVE = "ABOVE",
}

/** What the newest run that tells says. */
export enum CheckState {
  PASSING = "PASSING",
  FAILING = "FAILING",
  UNKNOWN = "UNKNOWN",
}

const name = z.string().trim().min(1).max(200);

/** A condition on training runs, such as "fairness.opportunityGap below 0.1 on data set D within 90 days". */
export const newCheck = z.strictObject({
  figure: z
    .string()
    .regex(/^[A-Za-z]\w{0,60}(\.[A-Za-z]\w{0,60})?$/, "must be a figure's name, e.g. fairness.opportunityGap"),
  comparison: z.enum(CheckComparison),
  threshold: z.number("must be a number").min(-1e12).max(1e12),
  withinDays: z.int().min(1).max(3650),
  dataset: name.optional(),
  recipe: name.optional(),
});

export type NewCheck = z.output<typeof newCheck>;
