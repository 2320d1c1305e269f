import { z } from "zod";

/** A name that stands in addresses: lower-case words joined by hyphens. */
export const slug = z
  .string()
  .max(80)
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, "must be lower-case letters and digits, joined by single hyphens");

export const slugs = z.array(slug).max(50);

/** A source of a fact, and the day it was looked up. */
export const citation = z.strictObject({
  title: z.string().trim().min(1).max(300),
  url: z.url().max(2000).optional(),
  reference: z.string().trim().min(1).max(300).optional(),
  checkedOn: z.iso.date(),
});

/** How far content has come: others than administrators see what is published. */
export enum PublicationStatus {
  DRAFT = "DRAFT",
  REVIEW = "REVIEW",
  PUBLISHED = "PUBLISHED",
  ARCHIVED = "ARCHIVED",
}

/** How sure the project is of a fact. HIGH: read in the source itself, or many agree; LOW: a judgement, or disputed. */
export enum Confidence {
  HIGH = "HIGH",
  MEDIUM = "MEDIUM",
  LOW = "LOW",
}
