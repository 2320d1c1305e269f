import { InvalidInput } from "../../kernel/errors.js";
import { newId } from "../../kernel/ids.js";
import type { KeyPoint, QuestionContent } from "./question.specs.js";

/**
 * The points with an id each. One without is the former point that reads the same in either language, so that a translation
 * can be mended; else it is new, and gets an id that no point has had. Throws `InvalidInput` for an id given twice.
 */
export function identified(
  points: QuestionContent["keyPoints"],
  former: QuestionContent["keyPoints"] = [],
): KeyPoint[] {
  const taken = new Set<string>();
  for (const [at, { id }] of points.entries()) {
    if (id === undefined) continue;
    if (taken.has(id)) throw new InvalidInput(`input.keyPoints.${at}.id`, `${id} is another point's.`);
    taken.add(id);
  }
  return points.map(({ id: given, ...text }) => {
    const known = former.find(({ id, zh, en }) => !taken.has(id!) && (zh === text.zh || en === text.en))?.id;
    const id = given ?? known ?? `p${newId().slice(-8)}`;
    taken.add(id);
    return { id, ...text };
  });
}
