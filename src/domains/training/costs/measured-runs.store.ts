import type { Reader } from "../../../kernel/read/reader.js";
import { MeasuredFigure, type MeasuredRun } from "./measured-run.specs.js";
import { runCost } from "./run-cost.views.js";

/** The parts of a run's cost that are figures. */
interface CostFacts {
  computeSeconds: number;
  gpuSeconds: number;
  samplesPerSecond: number | null;
  energyWattHours: number;
  money: { amount: string; currency: string } | null;
}

/** What runs have measured, for domains that calculate with it. */
export class MeasuredRuns {
  constructor(private readonly reader: Reader) {}

  /** Those of these runs that an organisation has, in one statement. Who asks has been authorised. */
  async of(organisationId: string, runIds: readonly string[]): Promise<Map<string, MeasuredRun>> {
    if (runIds.length === 0) return new Map();
    const rows = await this.reader.query<{ id: string; name: string; succeeded: boolean; cost: CostFacts | null }>(
      `select run.id, run.name, run.status = 'SUCCEEDED' as succeeded, ${runCost("run")} as cost
       from training_run run where run.id = any($1::uuid[]) and run.organisation_id = $2`,
      [runIds, organisationId],
    );
    return new Map(rows.map(({ cost, ...run }) => [run.id, { ...run, figures: cost ? figuresOf(cost) : {} }]));
  }
}

function figuresOf(cost: CostFacts): MeasuredRun["figures"] {
  const { money, samplesPerSecond } = cost;
  return {
    ...(money ? { [MeasuredFigure.COST]: money } : {}),
    ...(samplesPerSecond === null ? {} : { [MeasuredFigure.SAMPLES_PER_SECOND]: plain(samplesPerSecond) }),
    [MeasuredFigure.COMPUTE_HOURS]: plain(cost.computeSeconds / 3600),
    [MeasuredFigure.GPU_HOURS]: plain(cost.gpuSeconds / 3600),
    [MeasuredFigure.ENERGY_KWH]: plain(cost.energyWattHours / 1000),
  };
}

/** Measured to a few digits at best: twelve decimal places are more than it deserves, and no exponent. */
function plain(value: number): { amount: string } {
  return { amount: value.toFixed(12).replace(/\.?0+$/, "") };
}
