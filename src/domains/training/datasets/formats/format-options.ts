import { InvalidInput } from "../../../../kernel/errors.js";
import { checkInput } from "../../../../kernel/input.js";
import type { DataKind } from "../data-kind.js";
import { findFormat } from "./format-registry.js";

/** How to read a file of that kind, every default filled in. Throws `InvalidInput`, which names the `fields` that they came in. */
export function optionsOf(
  kind: DataKind,
  options: Record<string, unknown> | null | undefined,
  fields: { kind: string; options: string },
): Record<string, unknown> {
  const format = findFormat(kind);
  if (!format) throw new InvalidInput(fields.kind, `data of the kind ${kind} come with the product alone.`);
  return checkInput(format.options, options ?? {}, fields.options);
}
