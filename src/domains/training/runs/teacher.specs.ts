import type { FieldFault } from "./run.refusals.js";

/** The finished run that a new one learns from, with what its network was made by. */
export interface Teacher {
  /** Row id. */
  runId: string;
  parameters: Record<string, unknown>;
}

/** What is known of the run that is to teach. */
export interface TeacherSource {
  recipe: string;
  parameters: Record<string, unknown>;
  status: string;
  datasetSha256: string;
  datasetVersionId: string | null;
  seed: number;
}

/** What is known of the run that is to learn from it. */
interface Student {
  recipe: string;
  parameters: Record<string, unknown>;
  datasetSha256: string;
  datasetVersionId?: string;
  seed: number;
}

/**
 * Why a run cannot learn from another. Both need the same data and seed, and with them the same parts: a teacher that has seen rows of
 * the test part would hand them on. What a private student learns from its teacher would be outside of the bound that it tells.
 */
export function teacherFaults(teacher: TeacherSource | undefined, student: Student): FieldFault[] {
  const unfit = teacher ? misfit(teacher, student) : "there is no such run.";
  const faults: FieldFault[] = unfit ? [{ field: "teacher", code: "INVALID", message: unfit }] : [];
  if (Number(student.parameters["privacyNoise"] ?? 0) > 0) {
    const message = "does not go with a teacher: what it has learnt from the rows would not be counted in epsilon.";
    faults.push({ field: "parameters.privacyNoise", code: "INVALID", message });
  }
  return faults;
}

function misfit(teacher: TeacherSource, student: Student): string | undefined {
  if (teacher.status !== "SUCCEEDED") return `the run is ${teacher.status}; it has no finished weights.`;
  if (teacher.recipe !== student.recipe) return `the run is of ${teacher.recipe}, not of ${student.recipe}.`;
  const sameData =
    teacher.datasetSha256 === student.datasetSha256 && teacher.datasetVersionId === (student.datasetVersionId ?? null);
  if (!sameData) return "the run was trained on other data; a teacher must know the same rows and classes.";
  if (teacher.seed !== student.seed)
    return `the seed must be that run's, ${teacher.seed}: with another one it has seen rows of the test part.`;
  return undefined;
}
