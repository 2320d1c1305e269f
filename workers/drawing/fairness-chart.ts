import { bilingual, svgDocument, textAt } from "../../src/kernel/drawing/svg.js";
import type { Estimate, FairOutcome } from "../evaluation/fairness.js";
import { intervalBars, intervalBarsHeight } from "./interval-bars.js";

const RATES = [
  ["selectionRate", { en: "selection rate", zh: "选择率" }],
  ["truePositiveRate", { en: "true-positive rate", zh: "真阳性率" }],
  ["falsePositiveRate", { en: "false-positive rate", zh: "假阳性率" }],
] as const;
/** What the four-fifths rule asks for. */
const FOUR_FIFTHS = 0.8;
const [PANEL, LEFT] = [190, 150];
/** Outcomes that a picture has room for; the report has them all. */
const SHOWN = 6;

/** How each group fares with each outcome, as SVG: three rates side by side, and the disparities in words above them. */
export function fairnessChart({ column, outcomes }: { column: string; outcomes: FairOutcome[] }): string {
  const title = { en: `Fairness by ${column}`, zh: `按 ${column} 的公平性` };
  const body = [textAt(24, 34, bilingual(title), { class: "title" })];
  let top = 66;
  for (const { class: name, disparities, groups } of outcomes.slice(0, SHOWN)) {
    const { disparateImpact, opportunityGap, oddsGap } = disparities;
    const fails = disparateImpact.value !== null && disparateImpact.value < FOUR_FIFTHS;
    body.push(
      textAt(24, top, `“${name}”`, { more: 'style="font-weight:600"' }),
      textAt(24, top + 20, `disparate impact · 差别影响 ${told(disparateImpact)}`, {
        class: fails ? "bad-ink" : "soft",
      }),
      textAt(
        24,
        top + 38,
        `equal opportunity gap · 机会均等差 ${told(opportunityGap)}; equalised odds gap · 均等几率差 ${told(oddsGap)}`,
        { class: "soft" },
      ),
    );
    top += 66;
    RATES.forEach(([rate, words], i) => {
      const left = LEFT + i * (PANEL + 130);
      body.push(textAt(left, top, bilingual(words), { class: "soft" }));
      const bars = groups.map((group) => ({
        ...{ label: i === 0 ? `${group.name} (${group.rows})` : "", ...group[rate] },
      }));
      body.push(intervalBars(bars, { left, top: top + 10, width: PANEL }, { domain: [0, 1], digits: 2 }));
    });
    top += 10 + intervalBarsHeight(groups.map(({ name }) => ({ label: name, value: null }))) + 36;
  }
  return svgDocument(LEFT + 3 * (PANEL + 130) - 50, top, title, body.join("\n"));
}

function told({ value, low, high }: Estimate): string {
  if (value === null) return "–";
  return low === undefined ? value.toFixed(2) : `${value.toFixed(2)} [${low.toFixed(2)}, ${high!.toFixed(2)}]`;
}
