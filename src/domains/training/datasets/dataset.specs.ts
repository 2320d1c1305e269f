import { z } from "zod";
import { findDataset } from "./dataset-catalogue.js";

const TEXT_MAX = 5_000;

/** A name for people and lists, unlike any built-in data set's. */
export const datasetName = z
  .string()
  .trim()
  .min(1, "must not be empty.")
  .max(80, "may have 80 characters.")
  .regex(/^[\p{L}\p{N}]/u, "must begin with a letter or a digit.")
  .regex(/^[\p{L}\p{M}\p{N} ._()+-]*$/u, "may have letters, digits, spaces and . _ - + ( ).")
  .refine((name) => !findDataset(name.toLowerCase()), "is a built-in data set's name; choose another.");

const text = (what: string) => z.string().trim().max(TEXT_MAX, `${what} may have ${TEXT_MAX} characters.`).default("");

/** What people say of a file. */
export const versionDetails = z.object({
  licence: z.string().trim().max(200, "may have 200 characters.").default(""),
  provenance: text("provenance"),
});

export const datasetDescription = text("the description");
