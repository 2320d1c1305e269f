import { FAULTS_NAMED, type DataFault, sentenceOf } from "./formats/faults.js";

/** The file is not what its kind asks for. Nothing of it was kept. */
export class InvalidData {
  readonly __typename = "InvalidData";
  readonly code = "INVALID_DATA";
  readonly message: string;
  readonly faults: readonly ReturnType<typeof faultOf>[];

  /** `faults` are the first of `faultCount`. */
  constructor(
    faults: readonly DataFault[],
    readonly faultCount: number,
  ) {
    this.faults = faults.map(faultOf);
    const more = faultCount > FAULTS_NAMED ? `, the first ${FAULTS_NAMED} of which are named` : "";
    this.message = `${faultCount} ${faultCount === 1 ? "thing does" : "things do"} not fit${more}. ${sentenceOf(faults[0])}`;
  }
}

/** A fault as clients see it. */
export function faultOf(fault: DataFault) {
  const { line = null, row = null, column = null, entry = null, message } = fault;
  return { line, row, column: column === null ? null : String(column), entry, message, sentence: sentenceOf(fault) };
}
