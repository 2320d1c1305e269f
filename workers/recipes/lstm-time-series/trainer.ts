import type { LstmTimeSeriesParameters } from "../../../src/domains/training/recipes/lstm-time-series.spec.js";
import type { RandomState, RandomStream, RandomStreams } from "../../../src/kernel/random.js";
import { naiveForecast } from "../../baselines/naive-forecast.js";
import { shardOf } from "../../datasets/split.js";
import { loadTimeSeries } from "../../datasets/time-series.js";
import { forecastChart } from "../../drawing/forecast-chart.js";
import { meanAbsoluteError, meanAbsoluteScaledError } from "../../evaluation/regression.js";
import type { TestPredictions } from "../../evaluation/test-predictions.js";
import { TrainingFailure } from "../../runtime/failure.js";
import { MiniBatches } from "../../runtime/mini-batches.js";
import { stepWork } from "../../runtime/step-work.js";
import { Descent } from "../../runtime/tensor/descent.js";
import type { Diagnosis, Metrics, OpenTrainer, Sample, StateTensor, StepReport } from "../../runtime/trainer.js";
import type { StepWork, Trainer, TrainerContext, TrainerState } from "../../runtime/trainer.js";
import { forecastsOf, inputsOf, prepare, targetsOf, truthOf, type WindowedSeries } from "./data.js";
import { firstWeights, forwardFlops, weightShapes } from "./model.js";
import { LstmNetwork } from "./network.js";
import { naiveByValidation, rollingForecasts } from "./rolling.js";

/** What a checkpoint's tensors belong to. */
type Kept = Pick<LstmTimeSeriesParameters, "hidden" | "layers" | "window" | "difference" | "season"> & {
  sha256: string;
};

/** The JSON part of a checkpoint; the optimiser has made `updates`. */
interface Position {
  kept: Kept;
  stepsDone: number;
  stepsPerEpoch: number;
  updates: number;
  random: RandomState;
}

/** Opens the recipe on a built-in series. Refuses a checkpoint of another run (CHECKPOINT_MISMATCH). */
export const open: OpenTrainer<LstmTimeSeriesParameters> = async (context) => {
  const { parameters, dataset, log } = context;
  const data = prepare(await loadTimeSeries(dataset), parameters);
  const { dates, filled, season, split, step } = data;
  log(
    `${dataset}: trains on ${split.train.length} ${step}s up to ${dates[split.validation[0] - 1]}, validates from ${dates[split.validation[0]]}, tests from ${dates[split.test[0]]}; a season is ${season} ${step}s.`,
  );
  if (filled > 0) log(`${filled} ${step}s were not measured and lie on a straight line between their neighbours.`);
  log(`SHA-256 of the data: ${data.sha256}`);
  const { shard, random } = context;
  if (shard) data.split.train = shardOf(data.split.train, shard, random.stream("shards"));
  return new LstmTrainer(context, data);
};

class LstmTrainer implements Trainer {
  readonly epochs: number;
  readonly totalSteps: number;
  readonly work: StepWork;
  /** Of forecasting the training part's mean: its values are standardised. */
  readonly chanceLoss = 1;
  stepsDone = 0;
  private readonly parameters: LstmTimeSeriesParameters;
  private readonly random: RandomStreams;
  private readonly log: (message: string) => void;
  private readonly network: LstmNetwork;
  private readonly descent: Descent;
  private readonly batches: MiniBatches;
  /** Of the streams that shards draw from apart. */
  private readonly prefix: string;

  constructor(
    { parameters, random, checkpoint, shard, log }: TrainerContext<LstmTimeSeriesParameters>,
    private readonly data: WindowedSeries,
  ) {
    this.parameters = parameters;
    this.prefix = shard ? `shard-${shard.index}/` : "";
    this.random = random;
    this.log = log;
    const { epochs, batchSize, window } = parameters;
    const { train } = data.split;
    this.epochs = epochs;
    this.batches = new MiniBatches(train, batchSize, () => this.stream("order"));
    this.totalSteps = epochs * this.batches.stepsPerEpoch;
    const shapes = weightShapes(parameters);
    this.work = stepWork({
      flopsPerExample: forwardFlops(parameters, window),
      examples: train.length / this.batches.stepsPerEpoch,
      weights: Object.values(shapes).reduce((sum, shape) => sum + shape.reduce((size, side) => size * side), 0),
    });
    const tensors = checkpoint ? this.goOnFrom(checkpoint) : firstWeights(parameters, random.stream("weights"));
    this.network = new LstmNetwork(parameters, tensors);
    this.descent = new Descent(parameters, this.totalSteps);
    const { updates } = (checkpoint?.json ?? { updates: 0 }) as unknown as Position;
    this.descent.restore(tensors, Object.keys(shapes), updates);
  }

  private goOnFrom({ json, tensors }: TrainerState): Record<string, StateTensor> {
    const { kept, stepsDone, stepsPerEpoch, random } = json as unknown as Position;
    const known = JSON.stringify(kept) === JSON.stringify(this.kept());
    if (!known || random.seed !== this.random.state().seed || !this.batches.restore(tensors.order))
      throw new TrainingFailure("CHECKPOINT_MISMATCH", "The checkpoint belongs to other data, network or seed.");
    // With batches of another size, a fork sees again what was seen of an epoch that is not over.
    const epochsDone = Math.floor(stepsDone / stepsPerEpoch);
    this.stepsDone = stepsPerEpoch === this.batches.stepsPerEpoch ? stepsDone : epochsDone * this.batches.stepsPerEpoch;
    this.random.restore(random);
    return tensors;
  }

  private stream(name: string): RandomStream {
    return this.random.stream(this.prefix + name);
  }

  async step(): Promise<StepReport> {
    const rows = this.batches.next(this.stepsDone);
    const batch = {
      inputs: inputsOf(this.data, rows),
      targets: targetsOf(this.data, rows),
      masks: this.dropoutMasks(rows.length),
    };
    const { loss, rate } = await this.network.step(batch, this.descent, this.stepsDone);
    this.stepsDone++;
    return { ...this.batches.epochAfter(this.stepsDone), metrics: { loss, learning_rate: rate } };
  }

  diagnose(): Promise<Diagnosis> {
    return this.network.diagnose();
  }

  /** `loss` is the mean squared error of standardised values; `mae` is in the series' unit. */
  async validate(): Promise<Metrics> {
    const { validation } = this.data.split;
    const outputs = await this.network.forecast(inputsOf(this.data, validation), validation.length);
    const targets = targetsOf(this.data, validation);
    const loss = outputs.reduce((sum, output, at) => sum + (output - targets[at]) ** 2, 0) / outputs.length;
    const predicted = forecastsOf(this.data, validation, outputs);
    return { loss, mae: meanAbsoluteError({ truth: truthOf(this.data, validation), predicted }) };
  }

  async samples(): Promise<Sample[]> {
    const forecasts = await rollingForecasts(this.network, this.data, this.data.split.validation);
    const title = { en: "Forecasts of the validation part", zh: "验证部分的预测" };
    const content = new TextEncoder().encode(forecastChart(title, forecasts));
    return [{ name: "forecast", mediaType: "image/svg+xml", content }];
  }

  async predict(): Promise<TestPredictions> {
    const { values, split } = this.data;
    const model = await rollingForecasts(this.network, this.data, split.test);
    const [better, other] = naiveByValidation(this.data);
    const judged = { ...model, name: better.name, predicted: naiveForecast(values, split.test, better) };
    const set = { truth: model.truth, predicted: naiveForecast(values, split.test, other) };
    const [mae, mase] = [meanAbsoluteError(set), meanAbsoluteScaledError(set, model.naiveError)];
    this.log(
      `The baseline is ${better.name}, the better one of the validation part. On the test part, ${other.name} has a mae of ${mae.toFixed(3)} ${model.unit} and a mase of ${mase?.toFixed(3) ?? "–"}.`,
    );
    return { kind: "FORECAST", model, baseline: judged };
  }

  get trainingRows(): number {
    return this.batches.rows;
  }

  get patience(): number {
    return this.parameters.patience;
  }

  load(weights: Record<string, StateTensor>): void {
    this.network.load(weights);
  }

  weights(): Promise<Record<string, StateTensor>> {
    return this.network.weights();
  }

  async state(): Promise<TrainerState> {
    const { stepsDone } = this;
    const { stepsPerEpoch } = this.batches;
    const { updates } = this.descent;
    const position: Position = { kept: this.kept(), stepsDone, stepsPerEpoch, updates, random: this.random.state() };
    const tensors = { ...(await this.network.weights()), ...(await this.descent.slots()), order: this.batches.state() };
    return { tensors, json: { ...position } };
  }

  dispose(): void {
    this.network.dispose();
    this.descent.dispose();
  }

  private kept(): Kept {
    const { hidden, layers, window, difference } = this.parameters;
    const { sha256, season } = this.data;
    return { sha256, hidden, layers, window, difference, season };
  }

  /** Inverted dropout, [layers, rows, hidden]: silenced outputs become 0, the others are scaled up so that the sum keeps its expectation. */
  private dropoutMasks(rows: number): Float32Array | undefined {
    const { dropout, layers, hidden } = this.parameters;
    if (dropout === 0) return undefined;
    const drawn = this.stream("dropout").fillUniform(new Float32Array(layers * rows * hidden));
    return drawn.map((value) => (value < dropout ? 0 : 1 / (1 - dropout)));
  }
}
