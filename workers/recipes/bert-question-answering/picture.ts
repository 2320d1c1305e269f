import type { PassageQuestion } from "../../../src/domains/training/datasets/formats/questions.format.js";
import { exactMatch } from "../../evaluation/text/answers.js";
import type { Sample } from "../../runtime/trainer.js";
import type { Candidate } from "./answers.js";

/** Questions that are shown, and letters of a passage. */
const [SHOWN, LETTERS] = [8, 160];
const NOTHING = "(no answer · 无答案)";

/** Held-out questions with the model's best answer, how sure it is, and what would be right: the first ones, the same every time. */
export function questionsAtWork(
  language: "en" | "zh",
  questions: readonly PassageQuestion[],
  candidates: readonly (readonly Candidate[])[],
): Sample {
  const parts = questions.slice(0, SHOWN).map(({ question, passage, answers }, at) => {
    const [{ text, share }] = candidates[at];
    const right = answers.map((answer) => answer.text);
    const verdict = exactMatch(text, right, language) ? "✓" : `✗ (${right.join(" | ") || NOTHING})`;
    return `${question}\n  ${text || NOTHING} ${Math.round(100 * share)} % ${verdict}\n  ${shortened(passage)}`;
  });
  const content = new TextEncoder().encode(["Held-out questions · 验证问题", ...parts].join("\n\n"));
  return { name: "questions", mediaType: "text/plain", content };
}

function shortened(text: string): string {
  const letters = [...text.replace(/\s+/g, " ")];
  return letters.length > LETTERS ? `${letters.slice(0, LETTERS - 1).join("")}…` : letters.join("");
}
