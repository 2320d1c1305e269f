import { z } from "zod";
import { DataKind } from "../data-kind.js";
import { columnOption, defineFormat, encodingOption, SEPARATORS, separatorOption } from "./data-format.js";
import { classesOf, namesProfile, numbersProfile, previewOf } from "./data-profile.js";
import { decoded } from "./decoding.js";
import { parseDelimited } from "./delimited.js";
import { type Column, type LabelledTable, tableOf } from "./table.js";

/** A labelled table that knows what its label is called. */
export interface UserTable extends LabelledTable {
  label: string;
}

/** Rows of a spreadsheet, one column of which is to be told from the others. */
export const tableFormat = defineFormat({
  kind: DataKind.TABLE,
  title: { en: "Table (CSV)", zh: "表格（CSV）" },
  summary: {
    en: "A CSV file with a header: a row for each example, a column for each thing known of it, and one column with its class. Empty cells are missing values.",
    zh: "带表头的 CSV 文件：每行一个样本，每列一个已知属性，其中一列为类别。空单元格表示缺失值。",
  },
  extension: ".csv",
  mediaType: "text/csv",
  example: "age,plan,churned\n34,basic,no\n51,pro,yes\n28,,no\n",
  options: z.strictObject({
    label: columnOption(
      ["Label column", "The column to tell from the others. The last one when left empty."],
      ["标签列", "要由其他列判断的列；留空则取最后一列。"],
    ),
    categories: z
      .string()
      .trim()
      .max(2_000)
      .default("")
      .meta({
        label: { en: "Columns of names", zh: "类别列" },
        explanation: {
          en: "Columns, separated by commas, that are names though they look like numbers, such as postcodes.",
          zh: "看似数字而实为类别的列（如邮政编码），以逗号分隔。",
        },
      }),
    ...separatorOption,
    ...encodingOption,
  }),
  read(bytes, { label, categories, separator, encoding }, faults): UserTable | undefined {
    const text = decoded(bytes, encoding, faults);
    const csv = parseDelimited(text, { separator: SEPARATORS[separator], faults });
    if (csv.header.length === 0) return undefined;
    const names = categories.split(",").flatMap((name) => name.trim() || []);
    const types = Object.fromEntries(names.map((name) => [name, "category" as const]));
    const chosen = label || csv.header.at(-1)!;
    const table = tableOf(csv, { label: chosen, types }, faults);
    if (csv.records.length > 0 && new Set(table.labels.filter(Boolean)).size < 2)
      faults.add({ message: "the label column needs two classes at least.", line: 1, column: chosen });
    return { ...table, label: chosen };
  },
  profile({ rows, columns, labels, label }) {
    const described = columns.map((column) =>
      column.type === "number" ? numbersProfile(column.name, column.values) : namesProfile(column.name, column.values),
    );
    return { rows, columns: [...described, namesProfile(label, labels)], ...classesOf(labels), figures: [] };
  },
  preview({ rows, columns, labels, label }, first) {
    const names = [...columns.map(({ name }) => name), label];
    const cells = (row: number) => [...columns.map((column) => cellOf(column, row)), labels[row]];
    return previewOf(names, Math.min(first, rows), cells);
  },
});

function cellOf(column: Column, row: number): string {
  if (column.type === "category") return column.values[row];
  return Number.isNaN(column.values[row]) ? "" : String(column.values[row]);
}
