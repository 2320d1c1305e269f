import { z } from "zod";
import { localized, localizedList, slug } from "./text.js";

/** A role that a large-model start-up has to fill. */
export const talentRole = z.strictObject({
  slug,
  name: localized,
  summary: localized,
  responsibilities: localizedList,
  skills: localizedList,
});

export type TalentRole = z.infer<typeof talentRole>;
