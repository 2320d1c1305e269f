import { wholeOf } from "../datasets/dataset-catalogue.js";
import { findRecipe } from "../recipes/recipe-catalogue.js";
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
  parameters: Record<string, unknown>;
  status: string;
  datasetSha256: string;
  seed: number;
}

/** What is known of the run that is to begin with its weights. */
type Beginner = Omit<TransferSource, "status">;

/** Most names of a list, and characters of a name. */
const [NAMES_MAX, NAME_MAX] = [100, 100];

/** What a client asks for, with nothing left out. */
export function transferOf({ runId, freeze, renew }: TransferInput): Transfer {
  return { runId, frozen: freeze ?? [], renewed: renew ?? [] };
}

/**
 * Why a run cannot begin with another's weights. On the same data both must have the same parts: otherwise the weights would have seen
 * rows of the test part; so they would where one data set is part or another version of the other, whatever the seeds.
 * `ofOneSet`: both are trained on the same data set of the user's own. What weights have learnt of the same rows would be outside of the bound that a private run tells.
 */
export function transferFaults(
  { frozen, renewed }: Transfer,
  source: TransferSource | undefined,
  launch: Beginner,
  { ofOneSet }: { ofOneSet: boolean },
): FieldFault[] {
  const faults: FieldFault[] = [];
  for (const [field, names] of Object.entries({ freeze: frozen, renew: renewed }))
    if (names.length > NAMES_MAX || names.some((name) => name.length < 1 || name.length > NAME_MAX)) {
      const message = `may hold ${NAMES_MAX} names of 1 to ${NAME_MAX} characters.`;
      faults.push({ field: `startFrom.${field}`, code: "OUT_OF_RANGE", message });
    }
  const unfit = source ? misfit(source, launch, ofOneSet) : "there is no such run.";
  if (unfit) faults.push({ field: "startFrom.runId", code: "INVALID", message: unfit });
  if (source && sameRows(source, launch) && Number(launch.parameters["privacyNoise"] ?? 0) > 0) {
    const message =
      "does not go with weights that know the same rows: what they have learnt would not be counted in epsilon.";
    faults.push({ field: "parameters.privacyNoise", code: "INVALID", message });
  }
  return faults;
}

const sameRows = (source: TransferSource, launch: Beginner) => source.datasetSha256 === launch.datasetSha256;

function misfit(source: TransferSource, launch: Beginner, ofOneSet: boolean): string | undefined {
  if (source.status !== "SUCCEEDED") return `the run is ${source.status}; it has no finished weights.`;
  if (source.recipe !== launch.recipe) return `the run is of ${source.recipe}, not of ${launch.recipe}.`;
  if (sameRows(source, launch)) return otherParts(source, launch);
  if (ofOneSet)
    return "it was trained on another version of the data, with a test part of its own: the weights have seen rows of this run's.";
  const whole = wholeOf(source.datasetSha256, launch.datasetSha256);
  if (whole)
    return `one data set is part of the other, ${whole.id}, and each has a test part of its own: the weights have seen rows of this run's.`;
  return undefined;
}

/** What makes the parts of the same data differ, if anything does. */
function otherParts(source: TransferSource, launch: Beginner): string | undefined {
  if (source.seed !== launch.seed)
    return `on the same data the seed must be that run's, ${source.seed}: with another one its weights have seen rows of the test part.`;
  const { partedBy = [] } = findRecipe(launch.recipe)!;
  const other = partedBy.filter((name) => source.parameters[name] !== launch.parameters[name]);
  if (other.length > 0)
    return `on the same data ${other.join(" and ")} must be as in that run: they decide which rows are tested, and its weights have seen some of them.`;
  return undefined;
}
