import * as tf from "@tensorflow/tfjs";
import { RandomStreams } from "../../../src/kernel/random.js";
import { TrainingFailure } from "../failure.js";
import type { Taught } from "../tensor/taught-losses.js";
import type { StateTensor, TrainerContext } from "../trainer.js";
import { classProbabilities } from "./class-probabilities.js";

/** Rows that a teacher is asked about at once. */
const ASKED_AT_ONCE = 128;
/** What a vanished probability counts as, so that it has a logarithm: the least normal float. */
const LEAST = 2 ** -126;

/** See `distillationOptions`. */
interface TeachingChoice {
  teacherTemperature?: number;
  teacherWeight?: number;
}

interface Parts {
  train: Int32Array;
  test: Int32Array;
}

/** A teacher's network, and the data as it was trained on them: rows have the student's numbers. */
export interface TeachingNetwork {
  network: { readonly variables: Readonly<Record<string, tf.Variable>>; dispose?(): void };
  split: Parts;
  /** Class probabilities of these rows, row-major [rows, classes]. */
  probabilities(rows: Int32Array): Promise<Float32Array>;
}

/** The run that teaches, as a recipe's `open` needs it. `random` begins where the run's own streams began. */
export interface TeachingRun<P> {
  parameters: P;
  weights: Record<string, StateTensor>;
  random: RandomStreams;
}

/** What a teacher says of the training part, softened once and for all; each batch bears its rows of it. */
export class Teaching {
  private readonly at: ReadonlyMap<number, number>;

  /** `soft`: class probabilities at the temperature of these rows, [rows, classes]. */
  constructor(
    rows: Int32Array,
    private readonly classes: number,
    private readonly soft: Float32Array,
    private readonly choice: { temperature: number; trust: number },
  ) {
    this.at = new Map(Array.from(rows, (row, at) => [row, at]));
  }

  of(rows: Int32Array): Required<Taught> {
    const { classes, choice } = this;
    const soft = new Float32Array(rows.length * classes);
    rows.forEach((row, to) => {
      const from = this.at.get(row)! * classes;
      soft.set(this.soft.subarray(from, from + classes), to * classes);
    });
    const each = (value: number) => new Float32Array(rows.length).fill(value);
    return { soft, temperature: each(choice.temperature), trust: each(choice.trust) };
  }
}

/**
 * Asks a run's teacher about the whole training part, where the run has one; `open` opens the teacher's network, which is disposed of before
 * the student's is opened, since variables own their names.
 *
 * @throws {TrainingFailure} TEACHER_MISMATCH when the teacher has learnt from rows of the student's test part.
 */
export async function teachingOf<P extends TeachingChoice>(
  { teacher, parameters, random, log }: Pick<TrainerContext<P>, "teacher" | "parameters" | "random" | "log">,
  { split, classes }: { split: Parts; classes: readonly string[] },
  open: (run: TeachingRun<P>) => TeachingNetwork | Promise<TeachingNetwork>,
): Promise<Teaching | undefined> {
  if (!teacher) return undefined;
  const streams = new RandomStreams(random.state().seed);
  const opened = await open({ parameters: teacher.parameters as P, weights: teacher.weights, random: streams });
  try {
    if (split.test.join() !== opened.split.test.join())
      throw new TrainingFailure(
        "TEACHER_MISMATCH",
        "The teacher prepared its data in another way, so that it has learnt from rows of the test part.",
      );
    const { train } = split;
    const judged = { classes, labels: train, atOnce: ASKED_AT_ONCE, probabilities: opened.probabilities };
    const { probabilities } = await classProbabilities(train, judged);
    const { teacherTemperature: temperature = 1, teacherWeight: trust = 0 } = parameters;
    const [own, theirs] = [weightsIn(teacher.weights), split.train.length];
    log(`It learns from a teacher of ${own} weights, which was asked about ${theirs} rows.`);
    return new Teaching(train, classes.length, softened(probabilities, classes.length, temperature), {
      temperature,
      trust,
    });
  } finally {
    tf.dispose(opened.network.variables);
    opened.network.dispose?.();
  }
}

/** softmax(log p / T) of each row, which is that of the scores: they differ by a constant. */
function softened(probabilities: Float32Array, classes: number, temperature: number): Float32Array {
  const soft = probabilities.map((probability) => Math.max(probability, LEAST) ** (1 / temperature));
  for (let from = 0; from < soft.length; from += classes) {
    const row = soft.subarray(from, from + classes);
    const sum = row.reduce((total, value) => total + value, 0);
    row.forEach((value, at) => (row[at] = value / sum));
  }
  return soft;
}

function weightsIn(weights: Record<string, StateTensor>): number {
  return Object.values(weights).reduce((sum, { values }) => sum + values.length, 0);
}
