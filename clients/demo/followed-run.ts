import type { TrainingRunEvent } from "../typescript/client.js";
import type { TrainingRunProgressQuery, TrainingRunStatus } from "../typescript/generated/operations.js";
import type { Curve, Point } from "./chart.js";
import type { Progress } from "./progress.js";

type RunReading = NonNullable<TrainingRunProgressQuery["trainingRun"]>;

/** What is known of a run, from the events that it has sent. */
export class FollowedRun {
  status: TrainingRunStatus = "QUEUED";
  /** Why the status is what it is, where that is said. */
  reason: string | null = null;
  backend: RunReading["backend"] = null;
  private epoch = 1;
  private epochs = 1;
  private steps = 0;
  private etaSeconds: number | null = null;
  private readonly series = new Map<string, Point[]>();

  /** Takes the next event. Returns true for one that ends an epoch. */
  take(event: TrainingRunEvent): boolean {
    if (event.__typename === "StatusChanged") ({ status: this.status, reason: this.reason } = event);
    if (event.__typename !== "MetricsLogged") return false;
    this.epoch = event.epoch;
    for (const { name, value } of event.metrics) this.pointsOf(name).push({ step: event.step, value });
    return event.metrics.some(({ name }) => name.startsWith("val_"));
  }

  /** Takes what events do not tell: how long it will be, and on what it computes. */
  read({ progress, backend }: RunReading): void {
    if (progress) ({ epochs: this.epochs, steps: this.steps, etaSeconds: this.etaSeconds } = progress);
    this.backend = backend;
  }

  get progress(): Progress {
    const step = this.pointsOf("loss").at(-1)?.step ?? 0;
    const etaSeconds = step > 0 && step === this.steps ? 0 : this.etaSeconds;
    return { epoch: this.epoch, epochs: this.epochs, step, steps: this.steps, etaSeconds };
  }

  get trained(): boolean {
    const { step, steps } = this.progress;
    return steps > 0 && step === steps;
  }

  /** The curves worth watching. */
  get curves(): Curve[] {
    const common = { steps: this.steps, epochs: this.epochs };
    return [
      {
        ...common,
        ...this.seriesOf("loss"),
        title: "loss (log scale)",
        scale: "log",
        format: (value) => value.toFixed(3),
      },
      {
        ...common,
        ...this.seriesOf("accuracy"),
        title: "accuracy",
        scale: "linear",
        format: (value) => value.toFixed(3),
      },
    ];
  }

  /** Mean of a metric in training over the newest epoch, and its newest value in validation. */
  lastEpoch(metric: string): { training: number; validation: number } {
    const { training, validation } = this.seriesOf(metric);
    const begin = validation.at(-2)?.step ?? 0;
    let sum = 0;
    let from = begin;
    for (const { step, value } of training) {
      if (step <= begin) continue;
      sum += value * (step - from);
      from = step;
    }
    return { training: sum / (from - begin), validation: validation.at(-1)?.value ?? NaN };
  }

  private seriesOf(metric: string): { training: Point[]; validation: Point[] } {
    return { training: this.pointsOf(metric), validation: this.pointsOf(`val_${metric}`) };
  }

  private pointsOf(name: string): Point[] {
    let points = this.series.get(name);
    if (!points) this.series.set(name, (points = []));
    return points;
  }
}
