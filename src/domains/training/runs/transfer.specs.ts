import { wholeOf } from "../datasets/dataset-catalogue.js";
import type { FieldFault } from "./run.refusals.js";

/** The run whose weights a new one begins with. Names are those of weights, or of layers: `conv1` names `conv1/kernel`. */
export interface Transfer {
  /** Row id. */
  runId: string;
  /** Weights that stay as they are. */
  frozen: string[];
  /** Weights that begin anew. */
  renewed: string[];
}

/** A transfer as a client asks for it, the run by its row id. */
export interface TransferInput {
  runId: string;
  freeze?: string[] | null;
  renew?: string[] | null;
}

/** What is known of the run to start from. */
export interface TransferSource {
  recipe: string;
  status: string;
  datasetSha256: string;
  seed: number;
}

/** Most names of a list, and characters of a name. */
const [NAMES_MAX, NAME_MAX] = [100, 100];

/** What a client asks for, with nothing left out. */
export function transferOf({ runId, freeze, renew }: TransferInput): Transfer {
  return { runId, frozen: freeze ?? [], renewed: renew ?? [] };
}

/**
 * Why a run cannot begin with another's weights. On the same data both must have the same seed, and with it the same parts: with another one
 * the weights would have seen rows of the test part; so they would where one data set is part of the other, whatever the seeds.
 */
export function transferFaults(
  { frozen, renewed }: Transfer,
  source: TransferSource | undefined,
  launch: { recipe: string; datasetSha256: string; seed: number },
): FieldFault[] {
  const faults: FieldFault[] = [];
  for (const [field, names] of Object.entries({ freeze: frozen, renew: renewed }))
    if (names.length > NAMES_MAX || names.some((name) => name.length < 1 || name.length > NAME_MAX)) {
      const message = `may hold ${NAMES_MAX} names of 1 to ${NAME_MAX} characters.`;
      faults.push({ field: `startFrom.${field}`, code: "OUT_OF_RANGE", message });
    }
  const unfit = source ? misfit(source, launch) : "there is no such run.";
  return unfit ? [...faults, { field: "startFrom.runId", code: "INVALID", message: unfit }] : faults;
}

function misfit(
  source: TransferSource,
  launch: { recipe: string; datasetSha256: string; seed: number },
): string | undefined {
  if (source.status !== "SUCCEEDED") return `the run is ${source.status}; it has no finished weights.`;
  if (source.recipe !== launch.recipe) return `the run is of ${source.recipe}, not of ${launch.recipe}.`;
  if (source.datasetSha256 === launch.datasetSha256 && source.seed !== launch.seed)
    return `on the same data the seed must be that run's, ${source.seed}: with another one its weights have seen rows of the test part.`;
  const whole = wholeOf(source.datasetSha256, launch.datasetSha256);
  if (whole)
    return `one data set is part of the other, ${whole.id}, and each has a test part of its own: the weights have seen rows of this run's.`;
  return undefined;
}
