import type { EntityManager } from "@mikro-orm/postgresql";
import type { Reader } from "../../../kernel/read/reader.js";
import type { ComputeRates } from "./compute-rates.js";

/** What a process has used since it took up a run, at one point of its life. Later reports replace earlier ones. */
export interface Usage {
  /** Of this holding: one process that trains one run, or judges it as somebody asked for, once. */
  id: string;
  purpose: "TRAINING" | "EVALUATION";
  runId: string;
  attempt: number;
  workerId: string;
  device: "CPU" | "GPU";
  /** Cores or GPUs that it holds. */
  units: number;
  /** On the wall, since it took up the run. */
  seconds: number;
  /** Steps that it has trained, those repeated after a resume included. */
  steps: number;
  /** Training examples in a step, on average; undefined where the recipe does not say. */
  examplesPerStep?: number;
  /** Estimated floating-point operations of a step; undefined where the recipe does not say. */
  flopsPerStep?: number;
}

/** The account of what runs use. Amounts only grow, so reports may come twice or late. */
export class UsageStore {
  constructor(
    private readonly reader: Reader,
    private readonly rates: ComputeRates,
  ) {}

  /** Records how far these holdings have come, in one statement, at the rates that were in force when each began. */
  async record(usages: readonly Usage[]): Promise<void> {
    if (usages.length === 0) return;
    const rows = usages.map((usage) => {
      const { watts, pricePerHour } = usage.device === "GPU" ? this.rates.gpu : this.rates.cpu;
      return { ...usage, watts, pricePerHour, seconds: usage.seconds.toFixed(3) };
    });
    await this.reader.query(RECORD, [JSON.stringify(rows), this.rates.currency]);
  }
}

/** What organisations have used. */
export class UsageReading {
  constructor(private readonly reader: Reader) {}

  /**
   * Compute seconds (of one core or one GPU) that an organisation's runs and their evaluations have used since the month began, in UTC. A process
   * that has run across the turn of the month counts from there; deleted runs count. Whoever asks within a transaction
   * gives its entity manager: waiting for a second connection could last for ever.
   */
  async secondsThisMonth(organisationId: string, em?: EntityManager): Promise<number> {
    const [{ seconds }] = em
      ? await em.execute<{ seconds: number }[]>(THIS_MONTH.replace("$1", "?"), [organisationId])
      : await this.reader.query<{ seconds: number }>(THIS_MONTH, [organisationId]);
    return seconds;
  }
}

/** When the next month begins, in UTC: the moment from which `secondsThisMonth` counts anew. */
export function monthEndsAt(now = new Date()): Date {
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 1));
}

const RECORD = `
  insert into training_run_usage (id, organisation_id, run_id, purpose, attempt, worker_id, device, units, started_at, seen_at,
    seconds, steps, examples_per_step, flops_per_step, watts, price_per_hour, currency)
  select u.id, run.organisation_id, run.id, u.purpose, u.attempt, u."workerId", u.device, u.units,
    now() - make_interval(secs => u.seconds::float8), now(), u.seconds, u.steps, u."examplesPerStep", u."flopsPerStep",
    u.watts, u."pricePerHour", $2
  from json_to_recordset($1::json) as u (id uuid, "runId" uuid, purpose text, attempt int, "workerId" uuid, device text, units int,
    seconds numeric, steps int, "examplesPerStep" float8, "flopsPerStep" float8, watts int, "pricePerHour" numeric)
  join training_run run on run.id = u."runId"
  on conflict (id) do update set
    seconds = greatest(training_run_usage.seconds, excluded.seconds),
    steps = greatest(training_run_usage.steps, excluded.steps),
    examples_per_step = coalesce(excluded.examples_per_step, training_run_usage.examples_per_step),
    flops_per_step = coalesce(excluded.flops_per_step, training_run_usage.flops_per_step),
    seen_at = excluded.seen_at`;

const THIS_MONTH = `
  select coalesce(sum(units * least(seconds, extract(epoch from seen_at - month.began))), 0)::float8 as seconds
  from training_run_usage, (select date_trunc('month', now(), 'UTC') as began) month
  where organisation_id = $1 and seen_at > month.began`;
