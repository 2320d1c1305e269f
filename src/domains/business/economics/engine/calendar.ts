/** A calendar month as text, e.g. `2027-01`. */
export type CalendarMonth = string;

export const CALENDAR_MONTH = /^(20\d\d)-(0[1-9]|1[0-2])$/;

/** How many months `month` lies after `start`; negative before it. */
export function monthsAfter(start: CalendarMonth, month: CalendarMonth): number {
  const [fromYear, fromMonth] = start.split("-").map(Number);
  const [year, of] = month.split("-").map(Number);
  return (year - fromYear) * 12 + of - fromMonth;
}

/** The month so many months after `start`. */
export function monthAfter(start: CalendarMonth, months: number): CalendarMonth {
  const [year, month] = start.split("-").map(Number);
  const at = year * 12 + month - 1 + months;
  return `${Math.floor(at / 12)}-${String((at % 12) + 1).padStart(2, "0")}`;
}
