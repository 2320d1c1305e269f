import { setTimeout as sleep } from "node:timers/promises";
import { processStart } from "../../src/kernel/process-facts.js";

/** Waits until there is no such process. */
export async function gone(pid: number): Promise<void> {
  while (processStart(pid)) await sleep(20);
}
