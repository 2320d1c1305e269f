import type { QLearningParameters } from "../../../src/domains/training/recipes/q-learning-cartpole.spec.js";
import { type RandomState, RandomStreams } from "../../../src/kernel/random.js";
import {
  type CartPoleState,
  hasFailed,
  playCartPole,
  type Push,
  pushed,
  startState,
} from "../../environments/cart-pole.js";
import { meanOf } from "../../evaluation/scoring-rules.js";
import type { TestPredictions } from "../../evaluation/test-predictions.js";
import { TrainingFailure } from "../../runtime/failure.js";
import type { Metrics, OpenTrainer, Sample, StateTensor, StepReport } from "../../runtime/trainer.js";
import type { Trainer, TrainerState } from "../../runtime/trainer.js";
import { type HeldOutStarts, heldOutStarts, leaningPolicy, randomPolicy, returnsOf } from "./data.js";
import { QTable, tableShape } from "./model.js";
import { playedEpisode } from "./picture.js";
import { policyMap } from "./policy-map.js";

/** An epoch is this part of a run: a block of episodes, at whose end the policy is tried without exploring. */
const EPOCHS = 10;
/** Episodes of the moving mean. */
const WINDOW = 100;

/** The JSON part of a checkpoint; `sha256` says what environment its table belongs to. */
interface Position {
  sha256: string;
  stepsDone: number;
  random: RandomState;
}

/** Opens the recipe on the simulated cart and pole. Refuses a checkpoint of another run (CHECKPOINT_MISMATCH). */
export const open: OpenTrainer<QLearningParameters> = async ({ parameters, dataset, random, checkpoint, log }) => {
  const held = heldOutStarts(dataset, random);
  const { validation, test } = held;
  const leaning = meanOf(returnsOf(leaningPolicy, validation, parameters.maxSteps));
  log(`${dataset}: simulated; ${validation.length} episodes to validate, ${test.length} to test.`);
  log(`SHA-256 of the environment's description: ${held.sha256}`);
  log(`Pushing towards where the pole leans has a mean return of ${leaning.toFixed(1)} over the validation episodes.`);
  return new QLearningTrainer(parameters, held, random, checkpoint);
};

/** A step is one episode, at most 500 pushes: a run stops within a millisecond, and never in the middle of one. */
class QLearningTrainer implements Trainer {
  readonly epochs: number;
  readonly totalSteps: number;
  stepsDone = 0;
  private readonly table: QTable;
  /** Of the last episodes, the latest last. */
  private returns: number[] = [];
  private readonly greedy = (state: CartPoleState): Push => this.table.best(this.table.cellOf(state));

  constructor(
    private readonly parameters: QLearningParameters,
    private readonly held: HeldOutStarts,
    private readonly random: RandomStreams,
    checkpoint?: TrainerState,
  ) {
    this.totalSteps = parameters.episodes;
    this.epochs = Math.min(EPOCHS, parameters.episodes);
    if (checkpoint) this.goOnFrom(checkpoint);
    this.table = new QTable(parameters, checkpoint?.tensors);
  }

  private goOnFrom({ json, tensors }: TrainerState): void {
    const { sha256, stepsDone, random } = json as unknown as Position;
    const alike = tensors.q?.shape.join() === tableShape(this.parameters).join();
    if (sha256 !== this.held.sha256 || random.seed !== this.random.state().seed || !alike)
      throw new TrainingFailure("CHECKPOINT_MISMATCH", "The checkpoint belongs to another environment, table or seed.");
    this.stepsDone = stepsDone;
    this.returns = [...tensors.returns.values];
    this.random.restore(random);
  }

  step(): Promise<StepReport> {
    const epsilon = this.epsilon();
    const pushes = this.learnAnEpisode(epsilon);
    this.returns = [...this.returns, pushes].slice(-WINDOW);
    this.stepsDone++;
    const epochsBy = (episodes: number) => Math.floor((episodes * this.epochs) / this.totalSteps);
    return Promise.resolve({
      epoch: epochsBy(this.stepsDone - 1) + 1,
      epochEnded: epochsBy(this.stepsDone) > epochsBy(this.stepsDone - 1),
      metrics: { return: pushes, mean_return: meanOf(Float64Array.from(this.returns)), epsilon },
    });
  }

  /** Learns from each push, the better one except for a share of `epsilon` that chance decides. Returns how many there were. */
  private learnAnEpisode(epsilon: number): number {
    const { table, random } = this;
    const exploring = random.stream("exploring");
    let state = startState(random.stream("starts"));
    let cell = table.cellOf(state);
    for (let pushes = 1; ; pushes++) {
      const push = exploring.uniform() < epsilon ? (exploring.int(2) as Push) : table.best(cell);
      state = pushed(state, push);
      const failed = hasFailed(state);
      const next = table.cellOf(state);
      // The limit of pushes is no failure: what lies beyond it counts (Pardo et al., "Time limits in reinforcement learning", ICML 2018).
      table.learn({ cell, push, reward: 1, next: failed ? undefined : next });
      if (failed || pushes === this.parameters.maxSteps) return pushes;
      cell = next;
    }
  }

  /** Of the next episode. */
  private epsilon(): number {
    const { epsilon, epsilonSchedule } = this.parameters;
    return epsilonSchedule === "constant" ? epsilon : epsilon * (1 - this.stepsDone / this.totalSteps);
  }

  validate(): Promise<Metrics> {
    const { maxSteps } = this.parameters;
    const reached = meanOf(returnsOf(this.greedy, this.held.validation, maxSteps));
    return Promise.resolve({ loss: 1 - reached / maxSteps, return: reached });
  }

  /** The film of an episode, the same start every time; at the run's end also a map of what was learnt. */
  samples(): Promise<Sample[]> {
    const { maxSteps } = this.parameters;
    const film = playedEpisode(playCartPole(this.greedy, this.held.validation[0], maxSteps), maxSteps);
    return Promise.resolve(this.stepsDone < this.totalSteps ? [film] : [film, policyMap(this.table)]);
  }

  predict(): Promise<TestPredictions> {
    const { maxSteps } = this.parameters;
    // Begun anew each time: asking twice gives the same.
    const chance = randomPolicy(new RandomStreams(this.random.state().seed).stream("baseline"));
    const judged = (policy: typeof this.greedy) => ({
      returns: Float32Array.from(returnsOf(policy, this.held.test, maxSteps)),
      success: maxSteps,
    });
    return Promise.resolve({
      kind: "EPISODES",
      model: judged(this.greedy),
      baseline: { ...judged(chance), name: "random-policy" },
    });
  }

  get patience(): number {
    return this.parameters.patience;
  }

  /** Plays with this table from now on. */
  load({ q }: Record<string, StateTensor>): void {
    this.table.load(q);
  }

  weights(): Promise<Record<string, StateTensor>> {
    return Promise.resolve({ q: this.table.saved().q });
  }

  state(): Promise<TrainerState> {
    const position: Position = { sha256: this.held.sha256, stepsDone: this.stepsDone, random: this.random.state() };
    const returns: StateTensor = {
      shape: [this.returns.length],
      dtype: "int32",
      values: Int32Array.from(this.returns),
    };
    return Promise.resolve({ tensors: { ...this.table.saved(), returns }, json: { ...position } });
  }

  dispose(): void {
    // There is nothing on the tensor backend.
  }
}
