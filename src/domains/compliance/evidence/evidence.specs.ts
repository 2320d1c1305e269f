import { z } from "zod";
import { day, said } from "../assessments/assessment.specs.js";

export enum EvidenceKind {
  LINK = "LINK",
  TRAINING_RUN = "TRAINING_RUN",
  FILE = "FILE",
}

export enum EvidenceStatus {
  REQUESTED = "REQUESTED",
  RECEIVED = "RECEIVED",
  ACCEPTED = "ACCEPTED",
  REJECTED = "REJECTED",
  EXPIRED = "EXPIRED",
}

export enum EvidenceDecision {
  ACCEPT = "ACCEPT",
  REJECT = "REJECT",
}

export const evidenceRequest = z.strictObject({ title: said(300), note: z.string().max(10_000).default("") });

/** A link has an address, a training run an id, never both; a file has neither. */
export const submission = z
  .strictObject({
    title: said(300).optional(),
    url: z
      .url({ protocol: /^https?$/, error: "must be an http or https address" })
      .max(2_000)
      .optional(),
    runId: z.uuid().optional(),
    effectiveOn: day.optional(),
    expiresOn: day.optional(),
  })
  .refine(({ effectiveOn, expiresOn }) => !effectiveOn || !expiresOn || effectiveOn <= expiresOn, {
    path: ["expiresOn"],
    message: "must not be before effectiveOn",
  });
