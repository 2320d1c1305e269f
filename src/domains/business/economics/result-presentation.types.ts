import { globalId } from "../../../kernel/ids.js";
import { amountText, type Decimal } from "./engine/amounts.js";
import type { Explanation } from "./engine/explanation.js";
import type { Outcome } from "./engine/exact.js";
import type { TornadoBar } from "./engine/sensitivity.js";
import type { Template } from "./engine/template.js";
import type { Series } from "./economic-results.service.js";
import type { StandingInput } from "./input-reading.service.js";
import type {
  EconomicDifferenceType,
  EconomicExplanationType,
  EconomicFigureType,
  EconomicInputType,
  EconomicSeriesType,
} from "./result.types.js";
import type { TornadoBarType } from "./sensitivity.types.js";
import { textOf } from "./sensitivity.service.js";

/** What the engine says, in the types of the API. */
const named = ({ name, label, unit }: { name: string; label: EconomicSeriesType["label"]; unit: string }) => ({
  name,
  label,
  unit,
});

export function seriesType({ spec, values }: Series): EconomicSeriesType {
  return { ...named(spec), values: values.map(amountText) };
}

export function figureTypes({ figures }: Template, outcome: Outcome): EconomicFigureType[] {
  return figures.map((spec) => ({ ...named(spec), value: amountText(outcome.figures.get(spec.name)!) }));
}

export function differenceTypes({ figures }: Template, base: Outcome, scenario: Outcome): EconomicDifferenceType[] {
  return figures.map((spec) => {
    const [before, after] = [base, scenario].map((outcome) => outcome.figures.get(spec.name)!);
    const difference = amountText(after.sub(before));
    return { ...named(spec), base: amountText(before), scenario: amountText(after), difference };
  });
}

export function explanationType({ spec, month, value, formula, ingredients }: Explanation): EconomicExplanationType {
  const text = (amount: Decimal | null) => (amount === null ? null : amountText(amount));
  const read = ingredients.map((ingredient) => ({
    ...named(ingredient.spec),
    month: ingredient.month,
    value: text(ingredient.value),
  }));
  return { ...named(spec), month, value: amountText(value), formula, ingredients: read };
}

export function inputType({ spec, value, standard, run }: StandingInput): EconomicInputType {
  const { kind } = value;
  return {
    spec,
    standard,
    currency: kind === "price" || kind === "run" ? null : (value.currency ?? null),
    amount: kind === "constant" || kind === "growing" ? value.amount : null,
    growth: kind === "growing" ? value.growth : null,
    dated: kind === "dated" ? value.amounts : null,
    single: kind === "single" ? value.amounts : null,
    price: kind === "price" ? { list: value.list, item: value.item } : null,
    run: run && {
      runId: globalId("TrainingRun", run.link.runId),
      name: run.link.run,
      figure: run.link.figure,
      scale: run.link.scale,
      amount: run.link.amount,
      currency: run.link.currency ?? null,
      measuredAt: run.link.measuredAt,
      current: run.current?.amount ?? null,
      currentCurrency: run.current?.currency ?? null,
      stale: run.stale,
      gone: run.gone,
    },
  };
}

export function barType({ spec, low, high, outputAtLow, outputAtHigh }: TornadoBar): TornadoBarType {
  const outputs = { outputAtLow: textOf(outputAtLow), outputAtHigh: textOf(outputAtHigh) };
  return { spec, low: textOf(low)!, high: textOf(high)!, ...outputs };
}
