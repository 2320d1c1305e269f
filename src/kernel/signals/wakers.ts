/** How long somebody waits though no signal comes. */
const POLL_MS = 2_000;

/** Those who wait for news of something, by its key. News may be lost, so that everybody also wakes by themselves. */
export class Wakers {
  private readonly waiting = new Map<string, Set<() => void>>();

  /** Resolves when `wake` is called with the key, or after a while. To be forgotten afterwards. */
  news(key: string): { arrived: Promise<void>; forget(): void } {
    const wakers = this.waiting.get(key) ?? new Set();
    this.waiting.set(key, wakers);
    let wake = () => {};
    const arrived = new Promise<void>((resolve) => (wake = resolve));
    const timer = setTimeout(() => wake(), POLL_MS).unref();
    wakers.add(wake);
    return {
      arrived,
      forget: () => {
        clearTimeout(timer);
        wakers.delete(wake);
        if (wakers.size === 0 && this.waiting.get(key) === wakers) this.waiting.delete(key);
      },
    };
  }

  wake(key: string): void {
    for (const wake of this.waiting.get(key) ?? []) wake();
  }

  wakeAll(): void {
    for (const key of this.waiting.keys()) this.wake(key);
  }
}
