import type { WebSocket } from "ws";
import type { LiveResults } from "./live-results.js";
import type { Transport } from "./transport.js";

/** Bytes that may wait in a socket before its subscriptions wait for it. */
const WAITING_BYTES_MAX = 64_000;

/** Close codes beside those of graphql-transport-ws; clients may come again after those from 4500 on. */
const CLOSE_CODES = { REVOKED_SESSION: 4401, SLOW_CONSUMER: 4503, ACCESS_CHANGED: 4510 } as const;

/**
 * Brings one subscription's results to a WebSocket, as frames whose payload was serialised for all. To graphql-ws it is a
 * stream that yields nothing and is done when the last frame is sent. While the socket is full it takes no results, so
 * what waits for a slow client is bounded; a socket that stays full is closed with SLOW_CONSUMER.
 */
export class SocketDelivery implements AsyncGenerator<never, void, undefined> {
  private readonly frameStart: string;
  private readonly slowAfterMs: number;
  private readonly unwatch: () => void;

  constructor(
    private readonly results: LiveResults,
    private readonly socket: WebSocket,
    id: string,
    { sessions, slowConsumerSeconds }: Transport,
  ) {
    this.frameStart = `{"id":${JSON.stringify(id)},"type":"next","payload":`;
    this.slowAfterMs = slowConsumerSeconds * 1000;
    this.unwatch = sessions.watch(results.context, (loss) => socket.close(CLOSE_CODES[loss], loss));
  }

  async next(): Promise<IteratorResult<never, void>> {
    try {
      for (;;) {
        const message = await this.results.next();
        if (!message || this.socket.readyState !== this.socket.OPEN) break;
        const frame = `${this.frameStart}${message.payload}}`;
        if (this.socket.bufferedAmount < WAITING_BYTES_MAX) this.socket.send(frame);
        else if (!(await this.sentInTime(frame))) {
          this.socket.close(CLOSE_CODES.SLOW_CONSUMER, "SLOW_CONSUMER");
          break;
        }
      }
    } finally {
      await this.leave();
    }
    return { done: true, value: undefined };
  }

  async return(): Promise<IteratorResult<never, void>> {
    await this.leave();
    return { done: true, value: undefined };
  }

  async throw(error: unknown): Promise<IteratorResult<never, void>> {
    await this.leave();
    throw error;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.leave();
  }

  private async leave(): Promise<void> {
    this.unwatch();
    await this.results.end();
  }

  /** False when the frame has not left this process in time. */
  private sentInTime(frame: string): Promise<boolean> {
    return new Promise((resolve) => {
      const slow = setTimeout(() => resolve(false), this.slowAfterMs);
      this.socket.send(frame, () => {
        clearTimeout(slow);
        resolve(true);
      });
    });
  }
}
