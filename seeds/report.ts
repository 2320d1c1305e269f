import type { SeedChange, SeedOutcome } from "../src/domains/content/content.writer.js";

const OUTCOMES: readonly SeedOutcome[] = ["created", "updated", "unchanged", "kept"];
const SIGNS: Partial<Record<SeedOutcome, string>> = { created: "+", updated: "~", kept: "=" };

/** A table of how many entries of each kind were created, updated, left unchanged, or kept as an administrator has them. */
export function summary(changes: readonly SeedChange[]): string {
  const kinds = [...Map.groupBy(changes, ({ kind }) => kind)];
  const rows = [
    ["", ...OUTCOMES],
    ...kinds.map(([kind, found]) => [
      kind,
      ...OUTCOMES.map((wanted) => String(found.filter(({ outcome }) => outcome === wanted).length)),
    ]),
  ];
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  return rows
    .map((row) =>
      row.map((cell, column) => (column ? cell.padStart(widths[column]) : cell.padEnd(widths[0]))).join("  "),
    )
    .join("\n");
}

/** A line for each entry that differs from the packs: `+` new, `~` changed, `=` kept, with the fields that differ. */
export function differences(changes: readonly SeedChange[]): string {
  return changes
    .filter(({ outcome, fields }) => outcome === "created" || fields.length > 0)
    .map(({ kind, slug, outcome, fields }) =>
      [`${SIGNS[outcome]} ${kind} ${slug}`, ...(fields.length ? [fields.join(", ")] : [])].join(": "),
    )
    .join("\n");
}
