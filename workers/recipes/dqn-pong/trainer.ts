import type { DqnParameters } from "../../../src/domains/training/recipes/dqn-pong.spec.js";
import { type RandomState, RandomStreams } from "../../../src/kernel/random.js";
import type { GameState, PongRules } from "../../environments/pong-game.js";
import { meanOf } from "../../evaluation/scoring-rules.js";
import type { TestPredictions } from "../../evaluation/test-predictions.js";
import { TrainingFailure } from "../../runtime/failure.js";
import { DataParallel } from "../../runtime/parallel/data-parallel.js";
import { stepWork } from "../../runtime/step-work.js";
import { Descent } from "../../runtime/tensor/descent.js";
import { weightCount } from "../../runtime/tensor/layers/weights.js";
import type { Diagnosis, Metrics, OpenTrainer, Sample, StateTensor, StepReport } from "../../runtime/trainer.js";
import type { StepWork, Trainer, TrainerState } from "../../runtime/trainer.js";
import { followingPolicy, type HeldOutGames, heldOutGames, randomPolicy, returnsOf, stillPolicy } from "./data.js";
import { GamesInProgress } from "./games-in-progress.js";
import { firstWeights, forwardFlops, frameSize, type QShape, weightShapes } from "./model.js";
import { type DecisionBatch, type DecisionFindings, QNetwork } from "./network.js";
import { playedGame } from "./picture.js";
import { type Played, played } from "./play.js";
import { Replay } from "./replay.js";

/** An epoch is this part of a run: a block of steps, at whose end the network plays without exploring. */
const EPOCHS = 10;
/** Games of the moving mean. */
const WINDOW = 50;

/** The JSON part of a checkpoint; `sha256` says what environment it belongs to, `games` how each game in progress stands. */
interface Position {
  sha256: string;
  stepsDone: number;
  updates: number;
  games: GameState[];
  random: RandomState;
}

/** Opens the recipe on the simulated court. Refuses a checkpoint of another run (CHECKPOINT_MISMATCH). */
export const open: OpenTrainer<DqnParameters> = async ({ parameters, dataset, random, checkpoint, log }) => {
  const held = heldOutGames(dataset, random);
  const { validation, test } = held;
  const mean = (policy: typeof followingPolicy) => meanOf(Float64Array.from(returnsOf(policy, parameters, validation)));
  log(`${dataset}: simulated; ${validation.length} games to validate, ${test.length} to test.`);
  log(`SHA-256 of the environment's description: ${held.sha256}`);
  log(`Mean returns over the validation games: ${mean(stillPolicy).toFixed(1)} without moving, ${mean(followingPolicy).toFixed(1)} by following the ball at full speed.`); // prettier-ignore
  const trainer = new DqnTrainer(parameters, held, random, checkpoint);
  await trainer.startThreads(log);
  return trainer;
};

/** A step is one decision in every game and one update of the weights. */
class DqnTrainer implements Trainer {
  readonly epochs: number;
  readonly totalSteps: number;
  readonly work: StepWork;
  readonly movingTarget = true;
  stepsDone = 0;
  private readonly network: QNetwork;
  private readonly descent: Descent;
  private parallel!: DataParallel<DecisionBatch, DecisionFindings>;
  private readonly replay: Replay;
  private readonly games: GamesInProgress;
  private readonly rules: PongRules;
  private readonly shape: QShape;
  /** Of the last games that were over, the latest last. */
  private returns: number[] = [];
  private validated?: { step: number; played: Played };

  constructor(
    private readonly parameters: DqnParameters,
    private readonly held: HeldOutGames,
    private readonly random: RandomStreams,
    checkpoint?: TrainerState,
  ) {
    const { steps, variant, frameStack, games, opponentSpeed, points, maxDecisions, loss } = parameters;
    this.totalSteps = steps;
    this.epochs = Math.min(EPOCHS, steps);
    this.rules = { opponentSpeed, points, maxDecisions };
    this.shape = { variant, frames: frameStack };
    const shapes = weightShapes(this.shape);
    this.work = stepWork({
      flopsPerExample: forwardFlops(this.shape),
      examples: parameters.batchSize,
      weights: weightCount(shapes),
    });
    const saved = checkpoint?.json as unknown as Position | undefined;
    const tensors = checkpoint ? this.goOnFrom(checkpoint) : firstWeights(shapes, random.stream("weights"));
    this.network = new QNetwork({ ...this.shape, loss }, tensors);
    this.descent = new Descent(parameters, this.totalSteps);
    this.descent.restore(tensors, Object.keys(shapes), saved?.updates ?? 0);
    const { replaySize: capacity, returnSteps, gamma, priority } = parameters;
    const options = { games, capacity, size: frameSize(variant), frames: frameStack, returnSteps, gamma, priority };
    this.replay = new Replay(options, checkpoint?.tensors);
    this.games = new GamesInProgress(this.rules, this.replay, random, games, saved?.games);
    // What there is to learn from in the first step.
    if (!saved) this.games.playByChance(Math.min(parameters.learningStarts, capacity));
  }

  /** Opens a replica of the network on each of the other threads. */
  async startThreads(log: (message: string) => void): Promise<void> {
    const { network, parameters } = this;
    const { replica } = network;
    this.parallel = await DataParallel.open({ network, replica, threads: parameters.threads, log });
  }

  private goOnFrom({ json, tensors }: TrainerState): Record<string, StateTensor> {
    const { sha256, stepsDone, games, random } = json as unknown as Position;
    const shapes = Object.entries(weightShapes(this.shape));
    const network = shapes.every(([name, shape]) => tensors[name]?.shape.join() === shape.join());
    const { parameters } = this;
    const played = games.length === parameters.games && Replay.holds(tensors, parameters.replaySize, parameters.games);
    if (sha256 !== this.held.sha256 || random.seed !== this.random.state().seed || !network || !played)
      throw new TrainingFailure(
        "CHECKPOINT_MISMATCH",
        "The checkpoint belongs to another environment, network, replay memory or seed.",
      );
    this.stepsDone = stepsDone;
    this.returns = [...tensors.returns.values];
    this.random.restore(random);
    return tensors;
  }

  async step(): Promise<StepReport> {
    const { batchSize, targetEvery } = this.parameters;
    const epsilon = this.epsilon();
    const ended = await this.games.playOn((stacks) => this.network.best(stacks), epsilon);
    this.returns = [...this.returns, ...ended].slice(-WINDOW);
    const { loss, value, rate } = await this.learn(batchSize);
    this.stepsDone++;
    if (this.stepsDone % targetEvery === 0) this.network.synchronise();
    const epochsBy = (steps: number) => Math.floor((steps * this.epochs) / this.totalSteps);
    const metrics: Metrics = { loss, mean_q: value, epsilon, learning_rate: rate };
    if (this.returns.length > 0) metrics["mean_return"] = meanOf(Float64Array.from(this.returns));
    return {
      epoch: epochsBy(this.stepsDone - 1) + 1,
      epochEnded: epochsBy(this.stepsDone) > epochsBy(this.stepsDone - 1),
      metrics,
    };
  }

  private async learn(rows: number): Promise<{ loss: number; value: number; rate: number }> {
    const { priorityCorrection, doubleDqn } = this.parameters;
    const correction = priorityCorrection + (1 - priorityCorrection) * (this.stepsDone / this.totalSteps);
    const drawn = this.replay.draw(rows, correction, this.random.stream("replay"));
    const ahead = await this.network.valuesAhead(drawn.ahead, doubleDqn);
    const targets = drawn.rewards.map((reward, row) => reward + drawn.discounts[row] * ahead[row]);
    const { stacks, actions, weights } = drawn;
    const { gradients, found } = await this.parallel.gradients({ stacks, actions, targets, weights }, rows);
    this.replay.learnt(drawn.places, found.errors);
    const rate = this.network.step(gradients, this.descent, this.stepsDone);
    return { loss: found.loss, value: meanOf(Float64Array.from(found.values)), rate };
  }

  /** Of the next step. */
  private epsilon(): number {
    const { epsilon, finalEpsilon, explorationShare } = this.parameters;
    const exploring = explorationShare * this.totalSteps;
    const done = this.stepsDone < exploring ? this.stepsDone / exploring : 1;
    return epsilon + (finalEpsilon - epsilon) * done;
  }

  diagnose(): Promise<Diagnosis> {
    return this.network.diagnose();
  }

  /** `loss`: half where the players are level, 0 where no point is lost. */
  async validate(): Promise<Metrics> {
    const { returns } = await this.validationGames();
    const reached = meanOf(Float64Array.from(returns));
    return { loss: (1 - reached / this.rules.points) / 2, return: reached };
  }

  /** The film of a whole game, with the same serves every time. */
  async samples(): Promise<Sample[]> {
    const { first } = await this.validationGames();
    return [playedGame(first, frameSize(this.shape.variant))];
  }

  async predict(): Promise<TestPredictions> {
    // Begun anew each time: asking twice gives the same.
    const chance = randomPolicy(new RandomStreams(this.random.state().seed).stream("baseline"));
    const { returns } = await this.playing(this.held.test);
    const baseline = returnsOf(chance, this.rules, this.held.test);
    return {
      kind: "EPISODES",
      model: { returns, success: 1 },
      baseline: { returns: baseline, success: 1, name: "random-policy" },
    };
  }

  get preparation(): Record<string, unknown> {
    return { actions: ["stay", "up", "down"] };
  }

  get patience(): number {
    return this.parameters.patience;
  }

  load(weights: Record<string, StateTensor>): void {
    this.network.load(weights);
    this.validated = undefined;
  }

  weights(): Promise<Record<string, StateTensor>> {
    return this.network.weights();
  }

  async state(): Promise<TrainerState> {
    const position: Position = {
      sha256: this.held.sha256,
      stepsDone: this.stepsDone,
      updates: this.descent.updates,
      games: this.games.saved(),
      random: this.random.state(),
    };
    const returns: StateTensor = {
      shape: [this.returns.length],
      dtype: "int32",
      values: Int32Array.from(this.returns),
    };
    const tensors = {
      ...(await this.network.state()),
      ...(await this.descent.slots()),
      ...this.replay.saved(),
      returns,
    };
    return { tensors, json: { ...position } };
  }

  dispose(): void {
    this.parallel.dispose();
    this.network.dispose();
    this.descent.dispose();
  }

  private async validationGames(): Promise<Played> {
    if (this.validated?.step !== this.stepsDone)
      this.validated = { step: this.stepsDone, played: await this.playing(this.held.validation) };
    return this.validated.played;
  }

  private playing(games: number[]): Promise<Played> {
    const { variant, frames } = this.shape;
    const best = (stacks: Float32Array) => this.network.best(stacks);
    return played({ size: frameSize(variant), frames, best }, this.rules, games);
  }
}
