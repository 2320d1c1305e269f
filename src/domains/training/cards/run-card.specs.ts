import { z } from "zod";

export const NOTES_MAX = 20_000;
export const GROUP_MAX = 120;
export const NAME_MAX = 120;
export const TAGS_MAX = 20;
export const TAG_MAX = 50;

/** A tag as it is kept: one form for what looks the same, small letters, single spaces. */
export function normalisedTag(tag: string): string {
  return tag.normalize("NFKC").trim().toLowerCase().replaceAll(/\s+/g, " ");
}

const tagSpec = z
  .string()
  .transform(normalisedTag)
  .pipe(z.string().min(1, "may not be empty.").max(TAG_MAX, `may have ${TAG_MAX} characters.`));

const tooMany = `a run may have ${TAGS_MAX} tags.`;

/** Tags, each once. */
export const tagsSpec = z
  .array(tagSpec)
  .max(TAGS_MAX, tooMany)
  .transform((tags) => [...new Set(tags)]);

/** A text that may be there or not: blank counts as not. */
const optionalText = (max: number) =>
  z
    .string()
    .trim()
    .max(max, `may have ${max} characters.`)
    .transform((text) => text || null);

/** What people say about a run. Null takes away what stands there; what is absent stays as it is. */
export const cardSpec = z.strictObject({
  notes: optionalText(NOTES_MAX).nullish(),
  group: optionalText(GROUP_MAX).nullish(),
  tags: tagsSpec.nullish(),
});

/** An edit of a run: its name, which cannot be taken away, and what is said about it. */
export const editSpec = cardSpec.extend({
  name: z.string().trim().min(1, "may not be empty.").max(NAME_MAX, `may have ${NAME_MAX} characters.`).optional(),
});

export type EditInput = z.input<typeof editSpec>;
