import { z } from "zod";
import type { Localized } from "../../src/kernel/localized.js";

const HAN = /\p{Script=Han}/u;
/** A half-width comma, colon and the like right after a Chinese character. */
const HALF_WIDTH = /\p{Script=Han}[,;:!?()]/u;

/** A text in one language, or in none: a name, a number, a title. */
export const text = z.string().refine((written) => written.trim() !== "", "expected a text, found an empty one");

/** A text in both languages, neither left in the other's. */
export const localized = z.strictObject({
  en: text.refine((en) => !HAN.test(en), "expected English, found Chinese characters"),
  zh: text
    .refine((zh) => HAN.test(zh), "expected Chinese, found no Chinese character")
    .refine((zh) => !HALF_WIDTH.test(zh), "expected full-width punctuation after a Chinese character"),
}) satisfies z.ZodType<Localized>;

/** At least one text in both languages. */
export const localizedList = z.array(localized).min(1, "expected at least one entry");

/** The stable name of a piece of content. Never changed once released: other content and clients' data refer to it. */
export const slug = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, "expected a slug: lower-case words joined by hyphens");

export const slugs = z.array(slug);

/** A calendar day, `YYYY-MM-DD`. */
export const day = z.iso.date("expected a date as YYYY-MM-DD");

/** How sure the project is of a fact. HIGH: read in the source itself, or many agree; LOW: a judgement, or disputed. */
export const confidence = z.enum(["HIGH", "MEDIUM", "LOW"]);

/** Where a fact comes from: a page (`url`) or something to look up (`reference`), and when it was last checked. */
export const source = z
  .strictObject({
    title: text,
    url: z.url("expected a URL").optional(),
    reference: text.optional(),
    checkedOn: day,
  })
  .refine(({ url, reference }) => url ?? reference, "expected url or reference");
