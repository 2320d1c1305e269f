import { z } from "zod";
import type { Localized } from "../../../kernel/localized.js";
import type { ParameterMeta, RecipeSpec } from "./recipe.specs.js";

export enum ParameterKind {
  INTEGER = "INTEGER",
  NUMBER = "NUMBER",
  BOOLEAN = "BOOLEAN",
  CHOICE = "CHOICE",
  TEXT = "TEXT",
}

/** One parameter of a recipe, as a form needs it. */
export interface ParameterDescription {
  name: string;
  kind: ParameterKind;
  label: Localized;
  explanation: Localized;
  default: unknown;
  minimum: number | null;
  maximum: number | null;
  options: string[] | null;
  unit: string | null;
}

interface Described extends ParameterMeta {
  type?: string;
  enum?: string[];
  default?: unknown;
  minimum?: number;
  maximum?: number;
}

const KINDS: Record<string, ParameterKind> = {
  integer: ParameterKind.INTEGER,
  number: ParameterKind.NUMBER,
  boolean: ParameterKind.BOOLEAN,
};

/** The parameters of a recipe, read off its spec: what is validated and what is described cannot drift apart. */
export function describeParameters({ parameters }: RecipeSpec): ParameterDescription[] {
  return describeOptions(parameters);
}

/** The fields of a schema whose `.meta(...)` are each a `ParameterMeta`. */
export function describeOptions(options: z.ZodObject): ParameterDescription[] {
  const { properties = {} } = z.toJSONSchema(options, { io: "input" });
  return Object.entries(properties).map(([name, property]) => {
    const described = property as unknown as Described;
    return {
      name,
      kind: described.enum ? ParameterKind.CHOICE : (KINDS[described.type ?? ""] ?? ParameterKind.TEXT),
      label: described.label,
      explanation: described.explanation,
      default: described.default,
      minimum: described.minimum ?? null,
      maximum: described.maximum ?? null,
      options: described.enum ?? null,
      unit: described.unit ?? null,
    };
  });
}
