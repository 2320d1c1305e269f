import { z } from "zod";
import { DataKind } from "../data-kind.js";
import { columnOption, defineFormat, encodingOption, SEPARATORS, separatorOption } from "./data-format.js";
import { classesOf, namesProfile, previewOf, textsProfile } from "./data-profile.js";
import { decoded } from "./decoding.js";
import { parseDelimited } from "./delimited.js";
import { quoted } from "./faults.js";

/** Texts with the class of each: `labels[i]` is that of `texts[i]`. Neither is empty. */
export interface LabelledTexts {
  texts: string[];
  labels: string[];
}

const TEXT_MAX = 100_000;

/** Texts of some classes, such as reviews or messages. */
export const textsFormat = defineFormat({
  kind: DataKind.TEXTS,
  title: { en: "Texts with classes (CSV or TSV)", zh: "带类别的文本（CSV 或 TSV）" },
  summary: {
    en: "A CSV or TSV file with a header, a column of texts and a column with the class of each. Texts with separators or line breaks stand in quotes.",
    zh: "带表头的 CSV 或 TSV 文件，含一列文本和一列类别。文本中如有分隔符或换行，须加引号。",
  },
  extension: ".csv",
  mediaType: "text/csv",
  example: 'text,label\n"Well made, and it came early.",good\nBroke on the second day.,bad\n',
  options: z.strictObject({
    text: columnOption(
      ["Text column", "The column “text”, else the first one, when left empty."],
      ["文本列", "留空则取名为 text 的列，若无则取第一列。"],
    ),
    label: columnOption(
      ["Label column", "The column “label”, else the last one, when left empty."],
      ["标签列", "留空则取名为 label 的列，若无则取最后一列。"],
    ),
    ...separatorOption,
    ...encodingOption,
  }),
  read(bytes, { text, label, separator, encoding }, faults): LabelledTexts | undefined {
    const csv = parseDelimited(decoded(bytes, encoding, faults), { separator: SEPARATORS[separator], faults });
    const { header, records, lines } = csv;
    if (header.length === 0) return undefined;
    const textName = text || (header.includes("text") ? "text" : header[0]);
    const labelName = label || (header.includes("label") ? "label" : header.at(-1)!);
    const [textAt, labelAt] = [header.indexOf(textName), header.indexOf(labelName)];
    for (const name of [textName, labelName])
      if (!header.includes(name))
        faults.add({ message: `there is no column ${quoted(name)}; the header has ${header.join(", ")}.`, line: 1 });
    if (textAt === labelAt && textAt >= 0)
      faults.add({ message: "text and label cannot be the same column.", line: 1, column: textName });
    if (textAt < 0 || labelAt < 0 || textAt === labelAt) return undefined;
    if (records.length === 0) faults.add({ message: "there is a header, and no row under it.", line: 1 });
    const read: LabelledTexts = { texts: [], labels: [] };
    records.forEach((record, at) => {
      const place = { line: lines[at], row: at + 1 };
      const [written, of] = [record[textAt].trim(), record[labelAt].trim()];
      if (written === "") faults.add({ message: "the text is empty.", ...place, column: textName });
      if (of === "") faults.add({ message: "the class is empty.", ...place, column: labelName });
      if (written.length > TEXT_MAX)
        faults.add({ message: `the text has ${written.length} characters; ${TEXT_MAX} are allowed.`, ...place });
      read.texts.push(written);
      read.labels.push(of);
    });
    if (records.length > 0 && new Set(read.labels.filter(Boolean)).size < 2)
      faults.add({ message: "the label column needs two classes at least.", line: 1, column: labelName });
    return read;
  },
  profile({ texts, labels }) {
    const columns = [textsProfile("text", texts), namesProfile("label", labels)];
    return { rows: texts.length, columns, ...classesOf(labels), figures: [] };
  },
  preview({ texts, labels }, first) {
    return previewOf(["text", "label"], Math.min(first, texts.length), (row) => [texts[row], labels[row]]);
  },
});
