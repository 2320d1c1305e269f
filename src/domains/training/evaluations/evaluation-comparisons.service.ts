import { NotFound } from "../../../kernel/errors.js";
import { globalId } from "../../../kernel/ids.js";
import type { Reader } from "../../../kernel/read/reader.js";
import type { Viewer } from "../../accounts/viewer.js";
import { findDataset } from "../datasets/dataset-catalogue.js";
import { compareScores, type EvaluationComparison } from "./evaluation-comparison.js";
import { NotComparable } from "./evaluation.refusals.js";

interface Scored {
  id: string;
  dataset: string;
  /** Of the data that the run was trained on, and their hash. */
  trainedOn: string;
  trainedOnSha256: string;
  /** Of other data of the organisation's own that were judged. */
  judgedSha256: string | null;
  sha256: string | null;
  figure: string | null;
  scores: Buffer | null;
}

/** Compares evaluations row by row, each of the viewer's organisation. */
export class EvaluationComparisons {
  constructor(private readonly reader: Reader) {}

  /** Throws `NotFound` for an evaluation that the viewer may not know of. */
  async compare(viewer: Viewer, first: string, second: string): Promise<EvaluationComparison | NotComparable> {
    viewer.require("run:read");
    const found = await this.reader.query<Scored>(
      `select evaluation.id, coalesce(request.dataset, run.dataset) as dataset, run.dataset as "trainedOn",
         request.dataset_sha256 as "judgedSha256",
         run.dataset_sha256 as "trainedOnSha256", evaluation.rows_sha256 as sha256,
         evaluation.row_figure as figure, evaluation.row_scores as scores
       from evaluation join training_run run on run.id = evaluation.run_id
         left join evaluation_request request on request.id = evaluation.request_id
       where evaluation.id = any($1::uuid[]) and run.organisation_id = $2`,
      [[first, second], viewer.organisationId],
    );
    const [one, other] = [first, second].map((id) => {
      const evaluation = found.find((row) => row.id === id);
      if (!evaluation) throw new NotFound("Evaluation", globalId("Evaluation", id));
      return evaluation;
    });
    if (dataOf(one) !== dataOf(other)) return new NotComparable("OTHER_DATA");
    if (!one.scores || !other.scores || !one.figure) return new NotComparable("NOT_ROW_BY_ROW");
    if (one.sha256 !== other.sha256 || one.figure !== other.figure) return new NotComparable("OTHER_ROWS");
    return compareScores(one.figure, floats(one.scores), floats(other.scores));
  }
}

/** The hash of the data that were judged: of one's own data, there are versions. */
function dataOf({ dataset, trainedOn, trainedOnSha256, judgedSha256 }: Scored): string {
  if (judgedSha256) return judgedSha256;
  return dataset === trainedOn ? trainedOnSha256 : (findDataset(dataset)?.sha256 ?? dataset);
}

/** A copy: bytes from the database need not begin where a float may. */
function floats(bytes: Buffer): Float32Array {
  return new Float32Array(new Uint8Array(bytes).buffer);
}
