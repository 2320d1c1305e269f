import type { FromChild, JudgeModel } from "../messages.js";
import type { ChildPool, TrainingChild } from "../training-child.js";

/** How a child that was asked to judge ends: as it said; `died` without a word; `stopped` because the worker does. */
export type JudgeOutcome =
  Extract<FromChild, { type: "judged" | "failed" }> | { type: "died"; reason: string } | { type: "stopped" };

/** The models that this worker judges now, each by a child of its own. */
export class JudgeSessions {
  private readonly running = new Set<TrainingChild>();
  private closing = false;

  constructor(private readonly children: ChildPool) {}

  async judge(task: JudgeModel): Promise<JudgeOutcome> {
    if (this.closing) return { type: "stopped" };
    const child = this.children.take();
    this.running.add(child);
    let outcome: JudgeOutcome | undefined;
    child.onMessage((message) => {
      if (message.type === "judged" || message.type === "failed") outcome ??= message;
    });
    child.tell(task);
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
    }
  }

  /** Ends what is under way; who asked takes it up elsewhere. */
  close(): void {
    this.closing = true;
    for (const child of this.running) child.kill();
  }
}
