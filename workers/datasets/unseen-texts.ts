import { type LabelledTexts, textKey, withoutDuplicates } from "./labelled-texts.js";
import type { Split } from "./split.js";
import { labelledAs, ofEveryClass, type Tested, unseenRows } from "./unseen-rows.js";

/**
 * Every text of another data set that the training has not seen, but for case and spaces; each once.
 *
 * @throws {TrainingFailure} DATASET_UNUSABLE where the classes are not the model's, or too many texts were trained on.
 */
export function unseenTexts(
  other: LabelledTexts,
  { texts, classes, split }: LabelledTexts & { split: Split },
): Required<Tested<LabelledTexts>> {
  const data = labelledAs(withoutDuplicates(other), classes);
  const trained = new Set(Array.from(split.train, (row) => textKey(texts[row])));
  const found = unseenRows(data.texts.keys(), (row) => trained.has(textKey(data.texts[row])));
  return ofEveryClass({ data, ...found });
}
