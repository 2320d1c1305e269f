import { availableParallelism } from "node:os";
import type { Usage } from "../../src/domains/training/costs/usage.store.js";
import type { Lease } from "../../src/domains/training/runs/run-lifecycle.service.js";
import { newId } from "../../src/kernel/ids.js";
import type { BackendReport, FromChild } from "./messages.js";
import type { StepWork } from "./trainer.js";

/** Reads what one child uses to train one run, or to judge it: how long it holds which device, and the steps that it does meanwhile. */
export class UsageMeter {
  private readonly id = newId();
  private startedAt: number | undefined;
  private stoppedAt: number | undefined;
  private held: Pick<Usage, "device" | "units"> | undefined;
  private work: StepWork | undefined;
  private steps: { first: number; last: number } | undefined;

  /** `now`: milliseconds on a clock that never goes back. */
  constructor(
    private readonly lease: Lease,
    private readonly parameters: Record<string, unknown>,
    private readonly purpose: Usage["purpose"] = "TRAINING",
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** The child has been given the run. */
  start(): void {
    this.startedAt ??= this.now();
  }

  /** The child has ended. */
  stop(): void {
    this.stoppedAt ??= this.now();
  }

  take(message: FromChild): void {
    if (message.type === "backend") this.held = heldBy(message.backend, this.parameters);
    else if (message.type === "work") this.work = message;
    // Progress is told now and then; metrics and checkpoints say in between how far the run has come.
    else if (message.type === "progress" || message.type === "metrics" || message.type === "checkpoint")
      this.steps = { first: this.steps?.first ?? message.step, last: message.step };
  }

  /** The usage so far; undefined for a child that has not begun to compute. */
  reading(): Usage | undefined {
    const { startedAt, held, work, steps } = this;
    if (startedAt === undefined || !held) return undefined;
    return {
      id: this.id,
      purpose: this.purpose,
      ...this.lease,
      ...held,
      seconds: ((this.stoppedAt ?? this.now()) - startedAt) / 1000,
      steps: steps ? steps.last - steps.first : 0,
      examplesPerStep: work?.examples,
      flopsPerStep: work?.flops,
    };
  }
}

/** A GPU, or as many cores as the backend keeps busy: libtensorflow all of them, the others one for each of the run's threads. */
function heldBy({ name }: BackendReport, { threads }: Record<string, unknown>): Pick<Usage, "device" | "units"> {
  if (name === "tfjs-node-gpu") return { device: "GPU", units: 1 };
  if (name === "tfjs-node") return { device: "CPU", units: availableParallelism() };
  return { device: "CPU", units: name === "wasm" && typeof threads === "number" ? threads : 1 };
}
