import { Decimal as DecimalJs } from "decimal.js";

/** Decimal numbers of 34 digits, as many as IEEE 754's decimal128; NaN stands for what is not defined. */
export const Decimal = DecimalJs.clone({ precision: 34, rounding: DecimalJs.ROUND_HALF_EVEN });
export type Decimal = DecimalJs;

export const ZERO = new Decimal(0);
export const UNDEFINED = new Decimal(NaN);

/** A quotient; not defined where the divisor is zero. */
export function quotient(left: Decimal, right: Decimal): Decimal {
  return right.isZero() ? UNDEFINED : left.div(right);
}

/** Decimal text with twelve places at most, or null for what is not defined. */
export function amountText(amount: Decimal): string | null {
  return amount.isFinite() ? amount.toDecimalPlaces(12).toFixed() : null;
}
