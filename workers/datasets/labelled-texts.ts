/** Texts, each of one class. */
export interface LabelledTexts {
  texts: readonly string[];
  /** Number of each text's class. */
  labels: Int32Array;
  classes: readonly string[];
  /** SHA-256 of what is learnt from, in hexadecimal. */
  sha256: string;
}

/**
 * The same without texts that come again: of equal ones, but for case and spaces, the first is kept, so that no text that is trained
 * on is tested on as well. Do this before any split.
 */
export function withoutDuplicates(data: LabelledTexts): LabelledTexts {
  const seen = new Set<string>();
  const kept = data.texts.flatMap((text, row) => {
    return seen.size < seen.add(textKey(text)).size ? [row] : [];
  });
  const texts = kept.map((row) => data.texts[row]);
  return { ...data, texts, labels: Int32Array.from(kept, (row) => data.labels[row]) };
}

/** The same for texts that are equal but for case and spaces. */
export function textKey(text: string): string {
  return text.toLowerCase().replace(/\s+/gu, " ").trim();
}
