import type { Locale } from "../kernel/localized.js";

/** The part of a request's context that shared types need. */
export interface RequestLocale {
  locale: Locale;
}
