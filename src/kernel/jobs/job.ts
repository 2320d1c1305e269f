import type { z } from "zod";

/** What a job is: the API enqueues by it, a processor implements it. Payloads carry ids, never data. */
export interface JobSpec<P = unknown> {
  queue: string;
  name: string;
  payload: z.ZodType<P>;
}

/** A job without a payload that is to be done again and again; `cron` is in UTC. */
export interface Schedule {
  spec: JobSpec<object>;
  cron: string;
}

export function defineJob<P>(spec: JobSpec<P>): JobSpec<P> {
  return spec;
}

/** How a job is done. It may run twice: a worker that dies hands its job to another. */
export interface JobImplementation<P = unknown, T = unknown> {
  spec: JobSpec<P>;
  process(payload: P, tools: T): Promise<void>;
}

export function implementJob<P, T>(
  spec: JobSpec<P>,
  process: (payload: P, tools: T) => Promise<void>,
): JobImplementation<P, T> {
  return { spec, process };
}
