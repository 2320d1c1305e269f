import { parseYaml, type Place, type Source } from "./source.js";

/** The heading of each body section, and where its text goes in the data. */
const SECTIONS: Record<string, readonly [field: string, language: string]> = {
  "Short answer (en)": ["shortAnswer", "en"],
  "Short answer (zh)": ["shortAnswer", "zh"],
  "Explanation (en)": ["explanation", "en"],
  "Explanation (zh)": ["explanation", "zh"],
  "Statement (en)": ["statement", "en"],
  "Statement (zh)": ["statement", "zh"],
  "Complexity (en)": ["complexity", "en"],
  "Complexity (zh)": ["complexity", "zh"],
};

/**
 * Reads a question: YAML front matter between two `---` lines, then the sections above under `## ` headings.
 * The sections join the front matter's data as `{ shortAnswer: { en, zh }, explanation: { en, zh } }`.
 */
export function parseQuestion(file: string, text: string): Source {
  const lines = text.split(/\r?\n/);
  const end = lines.indexOf("---", 1);
  if (lines[0] !== "---" || end < 0) {
    const message = "has no front matter: expected YAML between two lines of ---";
    return {
      file,
      data: undefined,
      faults: [{ file, line: 1, column: 1, message }],
      locate: () => ({ line: 1, column: 1 }),
    };
  }
  const front = parseYaml(file, lines.slice(1, end).join("\n"), 2);
  const faults = [...front.faults];
  const fault = (line: number, message: string) => faults.push({ file, line, column: 1, message });
  const places = new Map<string, Place>();
  const body: Record<string, Record<string, string>> = {};
  let section: readonly [string, string] | undefined;

  for (const [index, content] of lines.entries()) {
    if (index <= end) continue;
    const line = index + 1;
    const heading = /^## (.*)$/.exec(content)?.[1]?.trim();
    if (heading !== undefined) {
      section = SECTIONS[heading];
      if (!section) fault(line, `unknown section "${heading}": expected ${Object.keys(SECTIONS).join(", ")}`);
      else if (places.has(section.join("."))) fault(line, `section "${heading}" appears twice`);
      else places.set(section.join("."), { line, column: 1 });
    } else if (section) {
      const [field, language] = section;
      const texts = (body[field] ??= {});
      texts[language] = `${texts[language] ?? ""}${content}\n`;
    } else if (content.trim() && places.size === 0) fault(line, "text before the first section");
  }
  for (const texts of Object.values(body)) {
    for (const language of Object.keys(texts)) texts[language] = texts[language].trim();
  }
  return {
    file,
    data: isRecord(front.data) ? { ...front.data, ...body } : front.data,
    faults,
    locate: (path) => places.get(path.slice(0, 2).join(".")) ?? front.locate(path),
  };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
