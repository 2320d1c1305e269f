import type { Context } from "../../context.js";
import type { Logger } from "../../kernel/logger.js";

/** Why a subscription may not go on: its session has ended, or its viewer may no longer do what they might at its start. */
export type Loss = "REVOKED_SESSION" | "ACCESS_CHANGED";

/** The scopes of those of these sessions that are open, by session. */
export type OpenSessions = (sessionIds: string[]) => Promise<Map<string, { scope: string }>>;

interface Watched {
  sessionId: string;
  scope: string;
  onLost(loss: Loss): void;
}

/** Looks now and then whether those who hold subscriptions still may, all of them in one statement. */
export class SessionWatch {
  private readonly watched = new Set<Watched>();
  private readonly timer: NodeJS.Timeout;

  constructor(
    private readonly openSessions: OpenSessions,
    seconds: number,
    private readonly logger: Logger,
  ) {
    this.timer = setInterval(() => void this.check(), seconds * 1000).unref();
  }

  /** Calls `onLost` once when the viewer may not go on, unless the returned function was called before. */
  watch({ viewer: { sessionId, scope } }: Context, onLost: (loss: Loss) => void): () => void {
    const watched = { sessionId, scope, onLost };
    this.watched.add(watched);
    return () => void this.watched.delete(watched);
  }

  close(): void {
    clearInterval(this.timer);
  }

  private async check(): Promise<void> {
    const checked = [...this.watched];
    if (checked.length === 0) return;
    try {
      const open = await this.openSessions([...new Set(checked.map(({ sessionId }) => sessionId))]);
      for (const watched of checked) {
        const now = open.get(watched.sessionId);
        if (now?.scope === watched.scope || !this.watched.delete(watched)) continue;
        watched.onLost(now ? "ACCESS_CHANGED" : "REVOKED_SESSION");
      }
    } catch (error) {
      this.logger.warn({ err: error }, "sessions could not be looked up; those who follow go on until they can");
    }
  }
}
