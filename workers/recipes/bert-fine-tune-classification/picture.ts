import { predictedLabels } from "../../evaluation/predictions.js";
import type { Predictions } from "../../evaluation/test-predictions.js";
import type { Sample } from "../../runtime/trainer.js";

/** Texts of each kind, and letters of a text. */
const [SHOWN, LETTERS] = [8, 100];

/** Held-out texts with what the network takes them for and how sure it is: the first ones, the same every time, and its surest mistakes. */
export function textsAtWork(texts: readonly string[], predictions: Predictions): Sample {
  const { classes, labels, probabilities } = predictions;
  const predicted = predictedLabels(predictions);
  const sureness = (row: number) => probabilities[row * classes.length + predicted[row]];
  const line = (row: number) => {
    const [guess, truth] = [classes[predicted[row]], classes[labels[row]]];
    const said = guess === truth ? guess : `${guess} ≠ ${truth}`;
    return `${said} ${Math.round(100 * sureness(row))} %: ${shortened(texts[row])}`;
  };
  const rows = [...labels.keys()];
  const wrong = rows.filter((row) => predicted[row] !== labels[row]).sort((a, b) => sureness(b) - sureness(a));
  const parts = [
    ["Held-out texts · 验证文本", ...rows.slice(0, SHOWN).map(line)],
    ["Surest mistakes · 最有把握的错误", ...wrong.slice(0, SHOWN).map(line)],
  ];
  const content = new TextEncoder().encode(parts.map((part) => part.join("\n")).join("\n\n"));
  return { name: "texts", mediaType: "text/plain", content };
}

function shortened(text: string): string {
  const letters = [...text.replace(/\s+/g, " ")];
  return letters.length > LETTERS ? `${letters.slice(0, LETTERS - 1).join("")}…` : letters.join("");
}
