import { CriticalityLevel, diff } from "@graphql-inspector/core";
import { buildSchema } from "graphql";

/** The breaking changes from one SDL to another that the changelog does not announce, each with its path and a sentence. */
export async function unannouncedChanges(released: string, current: string, changelog: string): Promise<string[]> {
  const announced = announcedPaths(changelog);
  const changes = await diff(buildSchema(released), buildSchema(current));
  return changes
    .filter(({ criticality, path }) => criticality.level === CriticalityLevel.Breaking && !announced.has(path ?? ""))
    .map(({ path, message }) => `${path}: ${message}`);
}

/** What stands in backticks under "Unreleased", "Breaking": paths such as `Query.questions.first`. */
function announcedPaths(changelog: string): Set<string> {
  const unreleased = section(changelog, 2, "[Unreleased]");
  const breaking = section(unreleased, 3, "Breaking");
  return new Set([...breaking.matchAll(/`([^`]+)`/g)].map(([, path]) => path));
}

function section(text: string, level: number, title: string): string {
  const lines = text.split("\n");
  const start = lines.findIndex((line) => line.startsWith(`${"#".repeat(level)} ${title}`));
  if (start < 0) return "";
  const length = lines.slice(start + 1).findIndex((line) => new RegExp(`^#{1,${level}} `).test(line));
  return lines.slice(start + 1, length < 0 ? undefined : start + 1 + length).join("\n");
}
