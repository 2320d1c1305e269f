import { z } from "zod";
import { MeasuredFigure } from "../../training/costs/measured-run.specs.js";
import { CALENDAR_MONTH, type CalendarMonth } from "./engine/calendar.js";
import type { ExchangeRate, InputValue } from "./engine/input-values.js";

export const MONTHS_MAX = 60;
export const MODELS_MAX = 200;
export const SCENARIOS_MAX = 20;
/** Older versions go. */
export const VERSIONS_MAX = 200;
const AMOUNTS_MAX = 60;
const RATES_MAX = 100;
const INPUTS_MAX = 200;

/** What a model is told; an input that is not in `inputs` has its template's standard value. */
export interface ModelState {
  currency: string;
  startsOn: CalendarMonth;
  months: number;
  rates: ExchangeRate[];
  inputs: Record<string, InputValue>;
}

/** A name that people read: trimmed, on one line, without characters that hide or turn the text around them. */
export const plainName = z
  .string()
  .trim()
  .min(1, "may not be empty.")
  .max(200, "may have 200 characters at most.")
  .regex(/^[^\p{Cc}\p{Cf}\p{Zl}\p{Zp}]*$/u, "may not have invisible characters or line breaks.");

export const amount = z
  .string()
  .regex(
    /^-?\d{1,18}(\.\d{1,12})?$/,
    "must be a decimal number such as 1250.5, with 18 digits before and 12 after the point at most.",
  );

const currency = z.string().regex(/^[A-Z]{3}$/, "must be a code of ISO 4217, such as EUR.");
const month = z.string().regex(CALENDAR_MONTH, "must be a month such as 2027-01.");
const growth = amount.refine((text) => Math.abs(Number(text)) <= 1, "must be from -1 to 1: 0.05 grows by 5% a month.");
const positive = amount.refine((text) => Number(text) > 0, "must be greater than zero.");
const dated = z
  .array(z.strictObject({ month, amount }))
  .min(1, "needs an amount.")
  .max(AMOUNTS_MAX, `may have ${AMOUNTS_MAX} amounts at most.`);

const KINDS = ["constant", "growing", "dated", "single", "price", "run"] as const;

/** What a client says of one input: exactly one of the kinds. `runId` is the row id. */
const givenInput = z
  .strictObject({
    name: z.string().min(1).max(100),
    constant: amount.optional(),
    growing: z.strictObject({ amount, growth }).optional(),
    dated: dated.optional(),
    single: dated.optional(),
    price: z.strictObject({ list: z.string().max(100), item: z.string().max(100) }).optional(),
    run: z.strictObject({ runId: z.uuid(), figure: z.enum(MeasuredFigure), scale: positive.default("1") }).optional(),
    currency: currency.optional(),
  })
  .refine(
    (given) => KINDS.filter((kind) => given[kind] !== undefined).length === 1,
    `needs exactly one of ${KINDS.join(", ")}.`,
  )
  .refine(
    ({ price, run, currency }) => currency === undefined || !(price ?? run),
    "has the currency of its price or run, and takes none.",
  );

export type GivenInput = z.output<typeof givenInput>;

export const givenInputs = z
  .array(givenInput)
  .max(INPUTS_MAX, `may have ${INPUTS_MAX} entries at most.`)
  .superRefine((inputs, context) => {
    const twice = inputs.findIndex(({ name }, at) => inputs.findIndex((other) => other.name === name) < at);
    if (twice >= 0) context.addIssue({ code: "custom", path: [twice, "name"], message: "stands twice." });
  });

/** What a client says of a model as a whole. */
export const modelSetting = z.strictObject({
  currency,
  startsOn: month,
  months: z.int().min(1, `must be from 1 to ${MONTHS_MAX}.`).max(MONTHS_MAX, `must be from 1 to ${MONTHS_MAX}.`),
  rates: z
    .array(z.strictObject({ currency, month, rate: positive }))
    .max(RATES_MAX, `may have ${RATES_MAX} rates at most.`),
});

export const idempotencyKey = z.string().min(1).max(200);
