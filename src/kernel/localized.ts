import { z } from "zod";

/** A text in both languages of the product. Neither may be empty. */
export interface Localized {
  zh: string;
  en: string;
}

export type Locale = keyof Localized;

/** Both languages, trimmed and present. */
export const localized = (max = 20_000) =>
  z.strictObject({ zh: z.string().trim().min(1).max(max), en: z.string().trim().min(1).max(max) });

/** The best of the product's languages for an `Accept-Language` header (RFC 9110, 12.5.4); English when none fits. */
export function negotiateLocale(header: string | undefined): Locale {
  const ranked = (header ?? "")
    .split(",")
    .map((entry) => {
      const [tag, ...parameters] = entry.trim().toLowerCase().split(";");
      const quality = parameters.find((parameter) => parameter.trim().startsWith("q="));
      return { tag, quality: quality ? Number(quality.trim().slice(2)) : 1 };
    })
    .filter(({ quality }) => quality > 0)
    .sort((a, b) => b.quality - a.quality);
  for (const { tag } of ranked) {
    if (tag === "zh" || tag.startsWith("zh-")) return "zh";
    if (tag === "en" || tag.startsWith("en-")) return "en";
  }
  return "en";
}
