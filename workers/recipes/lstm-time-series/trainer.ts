import { severalSteps } from "../../../src/domains/training/datasets/formats/calendar.js";
import type { LstmTimeSeriesParameters } from "../../../src/domains/training/recipes/lstm-time-series.spec.js";
import { naiveForecast } from "../../baselines/naive-forecast.js";
import { loadTimeSeries } from "../../datasets/time-series.js";
import { forecastChart } from "../../drawing/forecast-chart.js";
import { meanAbsoluteError, meanAbsoluteScaledError } from "../../evaluation/regression.js";
import type { TestPredictions } from "../../evaluation/test-predictions.js";
import { dropoutMask } from "../../runtime/gradient/dropout.js";
import type { GradientTask, Streams } from "../../runtime/gradient/gradient-task.js";
import { openGradientTrainer } from "../../runtime/gradient/gradient-trainer.js";
import type { Metrics, OpenTrainer, Sample } from "../../runtime/trainer.js";
import { forecastsOf, inputsOf, prepare, targetsOf, truthOf, type WindowedSeries } from "./data.js";
import { firstWeights, forwardFlops } from "./model.js";
import { LstmNetwork, type WindowBatch } from "./network.js";
import type { SeriesPreparation } from "./predictor.js";
import { naiveByValidation, rollingForecasts } from "./rolling.js";

/** Opens the recipe on a built-in series, or on the users' own. Refuses a checkpoint of another run (CHECKPOINT_MISMATCH). */
export const open: OpenTrainer<LstmTimeSeriesParameters> = async (context) => {
  const { parameters, dataset, random, log } = context;
  const data = prepare(await loadTimeSeries(dataset, context.ownData), parameters);
  const { dates, filled, season, split } = data;
  const steps = severalSteps(data.step).en;
  log(
    `${dataset}: trains on ${split.train.length} ${steps} up to ${dates[split.validation[0] - 1]}, validates from ${dates[split.validation[0]]}, tests from ${dates[split.test[0]]}; a season is ${season} ${steps}.`,
  );
  if (filled > 0) log(`${filled} ${steps} were not measured and lie on a straight line between their neighbours.`);
  log(`SHA-256 of the data: ${data.sha256}`);
  const network = new LstmNetwork(parameters, firstWeights(parameters, random.stream("weights")));
  return openGradientTrainer(context, new LstmTask(parameters, data, network, log));
};

class LstmTask implements GradientTask<WindowBatch, { loss: number }, Float32Array> {
  readonly belongsTo: object;
  readonly rows: Int32Array;
  readonly flopsPerExample: number;
  /** Of forecasting the training part's mean: its values are standardised. */
  readonly chanceLoss = 1;

  constructor(
    private readonly parameters: LstmTimeSeriesParameters,
    private readonly data: WindowedSeries,
    readonly network: LstmNetwork,
    private readonly log: (message: string) => void,
  ) {
    const { hidden, layers, window, difference } = parameters;
    this.belongsTo = { sha256: data.sha256, hidden, layers, window, difference, season: data.season };
    this.rows = data.split.train;
    this.flopsPerExample = forwardFlops(parameters, window);
  }

  get replica() {
    return this.network.replica;
  }

  get preparation(): Record<string, unknown> {
    const { unit, step, season, lag, mean, deviation, dates } = this.data;
    return { unit, step, season, lag, mean, deviation, from: dates[0] } satisfies SeriesPreparation;
  }

  batch(rows: Int32Array, streams: Streams): WindowBatch {
    const { dropout, layers, hidden } = this.parameters;
    return {
      inputs: inputsOf(this.data, rows),
      targets: targetsOf(this.data, rows),
      masks: dropoutMask(dropout, rows.length * layers * hidden, () => streams("dropout")),
    };
  }

  examine(): Promise<Float32Array> {
    const { validation } = this.data.split;
    return this.network.forecast(inputsOf(this.data, validation), validation.length);
  }

  /** `loss` is the mean squared error of standardised values; `mae` is in the series' unit. */
  validation(outputs: Float32Array): Metrics {
    const { validation } = this.data.split;
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
}
