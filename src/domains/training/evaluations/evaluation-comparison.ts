import { exactMcNemar } from "../../../kernel/statistics/mcnemar.js";
import { pairedBootstrap, type PairedDifference } from "../../../kernel/statistics/paired-bootstrap.js";

/** Rows that are right or wrong, in two evaluations. */
export interface PairedCounts {
  bothRight: number;
  onlyFirstRight: number;
  onlySecondRight: number;
  bothWrong: number;
}

/** Which test a p-value is of. The keys are GraphQL's names. */
export enum PairedTest {
  MCNEMAR = "MCNEMAR",
  PAIRED_BOOTSTRAP = "PAIRED_BOOTSTRAP",
}

/** Two models on the same rows. */
export interface EvaluationComparison {
  /** What is compared, e.g. `accuracy`. */
  figure: string;
  rows: number;
  first: number;
  second: number;
  difference: Omit<PairedDifference, "pValue">;
  /** Where a row is either right or wrong. */
  counts: PairedCounts | null;
  test: PairedTest;
  pValue: number;
}

/**
 * Compares what two models scored on each of the same rows: by McNemar's exact test where a row is right or wrong, otherwise by a paired
 * bootstrap. The interval of the difference is the bootstrap's in either case.
 */
export async function compareScores(
  figure: string,
  first: Float32Array,
  second: Float32Array,
): Promise<EvaluationComparison> {
  const { pValue, ...difference } = await pairedBootstrap(first, second);
  const counts = countsOf(first, second);
  return {
    ...{ figure, rows: first.length, first: mean(first), second: mean(second), difference, counts },
    test: counts ? PairedTest.MCNEMAR : PairedTest.PAIRED_BOOTSTRAP,
    pValue: counts ? exactMcNemar(counts.onlyFirstRight, counts.onlySecondRight) : pValue,
  };
}

function countsOf(first: Float32Array, second: Float32Array): PairedCounts | null {
  const counts: PairedCounts = { bothRight: 0, onlyFirstRight: 0, onlySecondRight: 0, bothWrong: 0 };
  for (let row = 0; row < first.length; row++) {
    const [one, other] = [first[row], second[row]];
    if ((one !== 0 && one !== 1) || (other !== 0 && other !== 1)) return null;
    if (one === 1) counts[other === 1 ? "bothRight" : "onlyFirstRight"] += 1;
    else counts[other === 1 ? "onlySecondRight" : "bothWrong"] += 1;
  }
  return counts;
}

function mean(values: Float32Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
