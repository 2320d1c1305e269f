import { readdir, readFile } from "node:fs/promises";
import { basename, extname, join } from "node:path";
import type { z } from "zod";
import type { Fault } from "./faults.js";
import { parseQuestion } from "./markdown.js";
import { parseYaml, type Path, type Place, type Source } from "./source.js";

/** One piece of content and where in the packs it stands. */
export interface Entry<T> {
  value: T;
  file: string;
  /** Where the value at `path`, counted from the entry, stands. */
  locate(path: Path): Place;
}

/** One kind of content. `slugs` and `raw` also know the entries with faults, so that links to them are not called broken. */
export interface Shelf<T> {
  entries: Entry<T>[];
  slugs: Set<string>;
  raw: unknown[];
  faults: Fault[];
}

/** Reads a folder of files ending in `extension`, one entry each, called after its slug; dot files are left alone. */
export async function readFolder<T>(
  root: string,
  folder: string,
  extension: ".yaml" | ".md",
  schema: z.ZodType<T>,
): Promise<Shelf<T>> {
  const shelf = empty<T>();
  const names = await readdir(join(root, folder)).catch(() => undefined);
  if (!names) shelf.faults.push(atTop(folder, "is missing: expected a folder"));
  for (const name of names?.sort() ?? []) {
    if (name.startsWith(".")) continue;
    const file = `${folder}/${name}`;
    if (extname(name) !== extension) {
      shelf.faults.push(atTop(file, `does not belong here: expected files ending in ${extension}`));
      continue;
    }
    const text = await readFile(join(root, file), "utf8");
    const source = extension === ".md" ? parseQuestion(file, text) : parseYaml(file, text);
    shelf.faults.push(...source.faults);
    const slug = shelve(shelf, source, source.data, [], schema);
    const expected = basename(name, extension);
    shelf.slugs.add(expected);
    if (slug !== undefined && slug !== expected) {
      shelf.faults.push({
        file,
        ...source.locate(["slug"]),
        message: `slug: expected "${expected}" as in the file's name`,
      });
    }
  }
  return shelf;
}

/** Reads one YAML file that is a list of entries. */
export async function readList<T>(root: string, file: string, schema: z.ZodType<T>): Promise<Shelf<T>> {
  const shelf = empty<T>();
  const text = await readFile(join(root, file), "utf8").catch(() => undefined);
  if (text === undefined) {
    shelf.faults.push(atTop(file, "is missing: expected a list"));
    return shelf;
  }
  const source = parseYaml(file, text);
  shelf.faults.push(...source.faults);
  if (Array.isArray(source.data)) {
    for (const [index, raw] of source.data.entries()) shelve(shelf, source, raw, [index], schema);
  } else shelf.faults.push({ file, ...source.locate([]), message: "expected a list" });
  return shelf;
}

/** Puts `raw` on the shelf if it holds what the schema promises, or else its faults. Returns its slug, if it has one. */
function shelve<T>(
  shelf: Shelf<T>,
  source: Source,
  raw: unknown,
  base: Path,
  schema: z.ZodType<T>,
): string | undefined {
  const { file } = source;
  const locate = (path: Path) => source.locate([...base, ...path]);
  const slug = slugOf(raw);
  shelf.raw.push(raw);
  if (slug !== undefined && shelf.slugs.has(slug)) {
    shelf.faults.push({ file, ...locate(["slug"]), message: `slug: "${slug}" is taken by another entry` });
  }
  if (slug !== undefined) shelf.slugs.add(slug);
  if (source.faults.length > 0) return slug;
  const parsed = schema.safeParse(raw);
  if (parsed.success) shelf.entries.push({ value: parsed.data, file, locate });
  else for (const issue of parsed.error.issues) shelf.faults.push(...faultsOf(issue, raw, file, locate));
  return slug;
}

function faultsOf(issue: z.core.$ZodIssue, raw: unknown, file: string, locate: (path: Path) => Place): Fault[] {
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => ({
      file,
      ...locate([...issue.path, key]),
      message: `${show([...issue.path, key])}: unknown key`,
    }));
  }
  const expected = issue.message.replace(/^Invalid (input|option): |, received undefined$/g, "");
  const missing = issue.path.length > 0 && valueAt(raw, issue.path) === undefined;
  const message = `${show(issue.path)}: ${missing ? "missing, " : ""}${expected}`;
  return [{ file, ...locate(issue.path), message }];
}

/** A path as people write it: `canvas.channels[0].zh`. */
export function show(path: Path): string {
  const steps = path.map((step) => (typeof step === "number" ? `[${step}]` : `.${String(step)}`));
  return steps.join("").replace(/^\./, "") || "entry";
}

function valueAt(raw: unknown, path: Path): unknown {
  return path.reduce<unknown>((value, step) => (value as Record<PropertyKey, unknown> | undefined)?.[step], raw);
}

/** The slug of an entry that may be of any shape. */
export function slugOf(raw: unknown): string | undefined {
  const slug = (raw as { slug?: unknown } | null | undefined)?.slug;
  return typeof slug === "string" ? slug : undefined;
}

const empty = <T>(): Shelf<T> => ({ entries: [], slugs: new Set(), raw: [], faults: [] });

const atTop = (file: string, message: string): Fault => ({ file, line: 1, column: 1, message });
