import type { UsageStore } from "../../../src/domains/training/costs/usage.store.js";
import type { Logger } from "../../../src/kernel/logger.js";
import type { FromChild, JudgeModel } from "../messages.js";
import type { ChildPool, TrainingChild } from "../training-child.js";
import { UsageMeter } from "../usage-meter.js";

/** How a child that was asked to judge ends: as it said; `died` without a word; `stopped` because the worker does. */
export type JudgeOutcome =
  Extract<FromChild, { type: "judged" | "failed" }> | { type: "died"; reason: string } | { type: "stopped" };

/** The models that this worker judges now, each by a child of its own. */
export class JudgeSessions {
  private readonly running = new Set<TrainingChild>();
  private closing = false;

  constructor(
    private readonly workerId: string,
    private readonly children: ChildPool,
    private readonly tools: { usage: Pick<UsageStore, "record">; logger: Pick<Logger, "warn"> },
  ) {}

  /** Judges a run as somebody asked for. What the child used is put down to the run once it has ended, however it does. */
  async judge(task: JudgeModel, { runId, attempts }: { runId: string; attempts: number }): Promise<JudgeOutcome> {
    if (this.closing) return { type: "stopped" };
    const child = this.children.take();
    this.running.add(child);
    const lease = { runId, workerId: this.workerId, attempt: attempts };
    const meter = new UsageMeter(lease, task.parameters, "EVALUATION");
    let outcome: JudgeOutcome | undefined;
    child.onMessage((message) => {
      meter.take(message);
      if (message.type === "judged" || message.type === "failed") outcome ??= message;
    });
    child.tell(task);
    meter.start();
    try {
      const { signal, code } = await child.ended;
      if (outcome) return outcome;
      if (this.closing) return { type: "stopped" };
      const reason = signal ? `its process was ended by ${signal}` : `its process ended with code ${code}`;
      return { type: "died", reason };
    } finally {
      child.kill();
      this.running.delete(child);
      this.children.warm();
      meter.stop();
      await this.account(meter);
    }
  }

  /** What is judged is kept even where its usage cannot be written. */
  private async account(meter: UsageMeter): Promise<void> {
    const usage = meter.reading();
    await this.tools.usage.record(usage ? [usage] : []).catch((error: unknown) => {
      this.tools.logger.warn({ err: error, runId: usage?.runId }, "what an evaluation used could not be written");
    });
  }

  /** Ends what is under way; who asked takes it up elsewhere. */
  close(): void {
    this.closing = true;
    for (const child of this.running) child.kill();
  }
}
