import type { Locale, Localized } from "../../kernel/localized.js";

/** A text that has not been looked at since the other language changed: where it stands, e.g. `answers.0.short`. */
export interface StaleTranslation {
  path: string;
  locale: Locale;
}

interface PlacedText extends Localized {
  path: string;
  /** The path without positions: a text that has moved within its list is still the same. */
  field: string;
}

/**
 * Which translations are stale after a change, given those that were before it. A text whose one language changed leaves the
 * other stale, until that changes too; a text that is new or changed in both is sound.
 */
export function staleAfter(before: object, after: object, stale: readonly StaleTranslation[]): StaleTranslation[] {
  const staleBefore = new Map(stale.map(({ path, locale }) => [path, locale]));
  const byField = Map.groupBy(textsOf(before), ({ field }) => field);
  return textsOf(after).flatMap(({ path, field, zh, en }): StaleTranslation[] => {
    const former = byField.get(field) ?? [];
    const nearby = (met: (text: PlacedText) => boolean) =>
      former.find((text) => text.path === path && met(text)) ?? former.find(met);
    const same = nearby((text) => text.zh === zh && text.en === en);
    if (same) return marked(path, staleBefore.get(same.path));
    const half = nearby((text) => text.zh === zh || text.en === en);
    if (!half) return [];
    const [changed, kept]: [Locale, Locale] = half.zh === zh ? ["en", "zh"] : ["zh", "en"];
    return marked(path, staleBefore.get(half.path) === changed ? undefined : kept);
  });
}

function marked(path: string, locale: Locale | undefined): StaleTranslation[] {
  return locale ? [{ path, locale }] : [];
}

function textsOf(value: unknown, path: readonly string[] = []): PlacedText[] {
  if (typeof value !== "object" || value === null) return [];
  const { zh, en } = value as Partial<Localized>;
  if (typeof zh === "string" && typeof en === "string") {
    return [{ path: path.join("."), field: path.filter((step) => !/^\d+$/.test(step)).join("."), zh, en }];
  }
  return Object.entries(value).flatMap(([key, entry]) => textsOf(entry, [...path, key]));
}
