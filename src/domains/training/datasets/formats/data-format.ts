import { z } from "zod";
import type { Localized } from "../../../../kernel/localized.js";
import type { ParameterMeta } from "../../recipes/recipe.specs.js";
import type { DataKind } from "../data-kind.js";
import type { DataPreview, DataProfile } from "./data-profile.js";
import type { Faults } from "./faults.js";

/**
 * How files of one kind of data are read, checked and described: by the API when they come in, and by a recipe's worker with the
 * same code. To add one: a file `<name>.format.ts` here, and a line in `format-registry.ts`.
 */
export interface DataFormat<
  C,
  O extends z.ZodObject = z.ZodObject,
  R extends C | undefined | Promise<C | undefined> = C | undefined | Promise<C | undefined>,
> {
  kind: DataKind;
  title: Localized;
  /** What a file is to look like, for a person who has one. */
  summary: Localized;
  /** e.g. `.csv` */
  extension: string;
  mediaType: string;
  /** A small file that fits, as text; of an archive the names of what is in it. */
  example: string;
  /** Its files unpack to many times their size, so that size says nothing of how long they take to read. */
  packed?: boolean;
  /** How to read a file; each option has a default and `.meta(...)` like a recipe's parameters (`ParameterMeta`). */
  options: O;
  /**
   * Reads a file. Whatever does not fit goes to `faults`, with its place; what can be read all the same is returned, so that it can
   * be shown. Undefined where nothing can. It never throws for what a file holds, unless `faults` does.
   */
  read(bytes: Uint8Array, options: z.output<O>, faults: Faults): R;
  /** The same of the file at a path, piece by piece: of kinds whose files are too large to be held in memory. */
  readAt?(path: string, options: z.output<O>, faults: Faults): R;
  profile(content: C): DataProfile;
  /** At most `first` rows. */
  preview(content: C, first: number): DataPreview;
}

/** Keeps the types of content and options while checking the shape of a format. */
export function defineFormat<C, O extends z.ZodObject>(
  format: DataFormat<C, O, C | undefined>,
): DataFormat<C, O, C | undefined> {
  return format;
}

/** What is said of an option: its label, then its explanation. */
const meta = (en: [string, string], zh: [string, string]) =>
  ({
    label: { en: en[0], zh: zh[0] },
    explanation: { en: en[1], zh: zh[1] },
  }) satisfies ParameterMeta;

/** The option of all formats that are text. */
export const encodingOption = {
  encoding: z
    .enum(["utf-8", "gb18030", "utf-16le"])
    .default("utf-8")
    .meta(
      meta(
        ["Encoding", "How the text is written in bytes. Spreadsheets in Chinese often write GB18030 (GBK)."],
        ["编码", "文本的字节编码。中文电子表格常用 GB18030（GBK）。"],
      ),
    ),
};

/** The option of formats whose cells are separated. */
export const separatorOption = {
  separator: z
    .enum(["comma", "semicolon", "tab"])
    .default("comma")
    .meta(
      meta(["Separator", "What stands between two cells of a line."], ["分隔符", "同一行中两个单元格之间的分隔符。"]),
    ),
};

/** An option that names a column. */
export function columnOption(en: [string, string], zh: [string, string]) {
  return z.string().trim().max(100).default("").meta(meta(en, zh));
}

export const SEPARATORS = { comma: ",", semicolon: ";", tab: "\t" } as const;
