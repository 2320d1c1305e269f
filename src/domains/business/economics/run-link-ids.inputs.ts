import { rowId } from "../../../kernel/ids.js";
import type { EconomicInputValue } from "./economic-model.inputs.js";

/** The same input with row ids in its links to training runs. Throws `NotFound` for the id of something else. */
export function withRowIds<I extends { inputs?: EconomicInputValue[] | null }>(input: I): I {
  const inputs = input.inputs?.map((value) =>
    value.run ? { ...value, run: { ...value.run, runId: rowId("TrainingRun", value.run.runId) } } : value,
  );
  return { ...input, inputs };
}
