import type { EntityManager } from "@mikro-orm/postgresql";
import type { Reader } from "../../../../kernel/read/reader.js";
import type { EventLog } from "../../../../kernel/signals/event-feed.js";
import type { Signals } from "../../../../kernel/signals/signals.js";
import type { SimulationEvent, SimulationEventBody } from "./simulation.events.js";
import { type Estimates, simulationHasEnded, type SimulationSpec, SimulationStatus } from "./simulation.specs.js";

/** A worker that has said nothing for so long has lost what it claimed. */
export const LEASE_SECONDS = 15;

/** A simulation that a worker has taken up. What it writes carries the attempt: once another has taken over, it changes nothing. */
export interface ClaimedSimulation {
  id: string;
  attempt: number;
  spec: SimulationSpec;
  /** How many draws have been told of already, by an earlier attempt. */
  drawn: number;
}

/** The rows of simulations and their events, each change with its event in one statement. */
export class SimulationStore implements EventLog<SimulationEvent> {
  constructor(
    private readonly reader: Reader,
    private readonly signals: Signals,
  ) {}

  /** Records a queued simulation in the caller's transaction, with its first event. */
  async insert(
    em: EntityManager,
    row: { id: string; organisationId: string; modelId: string; requestedBy: string; spec: SimulationSpec },
  ): Promise<void> {
    const queued: SimulationEventBody = {
      kind: "SimulationStatusChanged",
      status: SimulationStatus.QUEUED,
      previous: null,
      reason: null,
    };
    const { kind, ...payload } = queued;
    await em.execute(
      `with made as (
         insert into economic_simulation (id, organisation_id, model_id, requested_by, spec, last_seq) values (?, ?, ?, ?, ?::jsonb, 1) returning id
       ) insert into economic_simulation_event (simulation_id, seq, kind, payload) select id, 1, ?, ?::jsonb from made`,
      [
        row.id,
        row.organisationId,
        row.modelId,
        row.requestedBy,
        JSON.stringify(row.spec),
        kind,
        JSON.stringify(payload),
      ],
    );
  }

  /** Takes a simulation that is queued, or whose worker is lost; undefined for any other. */
  async claim(id: string): Promise<ClaimedSimulation | undefined> {
    const [claimed] = await this.reader.query<ClaimedSimulation & { seq: number }>(
      `with before as (
         select id, status from economic_simulation where id = $1
           and (status = 'QUEUED' or status = 'RUNNING' and lease_until < now()) for update
       ), claimed as (
         update economic_simulation s set status = 'RUNNING', attempts = attempts + 1, started_at = coalesce(started_at, now()),
           lease_until = now() + make_interval(secs => $2), last_seq = last_seq + 1
         from before where s.id = before.id returning s.*, before.status as previous
       ), told as (
         insert into economic_simulation_event (simulation_id, seq, kind, payload)
         select id, last_seq, 'SimulationStatusChanged', jsonb_build_object('status', 'RUNNING', 'previous', previous,
           'reason', case when attempts > 1 then 'another worker begins anew' end) from claimed
       ) select id, attempts as attempt, spec, drawn, last_seq as seq from claimed`,
      [id, LEASE_SECONDS],
    );
    if (claimed) await this.announce(id, claimed.seq);
    return claimed;
  }

  /** Renews the lease; false when the simulation is no longer this attempt's. */
  async renew({ id, attempt }: ClaimedSimulation): Promise<boolean> {
    const renewed = await this.reader.query(
      `update economic_simulation set lease_until = now() + make_interval(secs => $3)
       where id = $1 and attempts = $2 and status = 'RUNNING' returning id`,
      [id, attempt, LEASE_SECONDS],
    );
    return renewed.length > 0;
  }

  /** Tells what the draws so far say; false when the simulation is no longer this attempt's. Told twice, it is kept once. */
  async tell(claimed: ClaimedSimulation, estimates: Estimates): Promise<boolean> {
    const set = `drawn = greatest(drawn, $5), estimates = $4::jsonb->'estimates', lease_until = now() + make_interval(secs => ${LEASE_SECONDS})`;
    const values = [
      claimed.id,
      claimed.attempt,
      "PercentilesEstimated",
      JSON.stringify({ estimates }),
      estimates.drawn,
    ];
    return (
      (await this.change(`attempts = $2 and status = 'RUNNING' and drawn < $5`, set, values)) || this.renew(claimed)
    );
  }

  /** Ends a simulation that a worker has claimed, well or with the reason why not. */
  async settle(
    { id, attempt }: ClaimedSimulation,
    status: SimulationStatus,
    reason: string | null = null,
  ): Promise<void> {
    const payload = JSON.stringify({ status, previous: SimulationStatus.RUNNING, reason });
    const set = `status = $5, finished_at = now(), lease_until = null, error = $4::jsonb->'reason'`;
    await this.change(`attempts = $2 and status = 'RUNNING'`, set, [
      id,
      attempt,
      "SimulationStatusChanged",
      payload,
      status,
    ]);
  }

  /** The worker stops: another one takes the simulation up. */
  async handBack({ id, attempt }: ClaimedSimulation): Promise<void> {
    const reason = "its worker stops";
    const payload = JSON.stringify({ status: SimulationStatus.QUEUED, previous: SimulationStatus.RUNNING, reason });
    const set = `status = $5, lease_until = null`;
    await this.change(`attempts = $2 and status = 'RUNNING'`, set, [
      id,
      attempt,
      "SimulationStatusChanged",
      payload,
      "QUEUED",
    ]);
  }

  /** Ends a simulation that has not ended; one that has stays as it is. Its worker finds out when it next writes. */
  async cancel(id: string): Promise<void> {
    const payload = JSON.stringify({ status: SimulationStatus.CANCELLED, reason: "cancelled by a person" });
    const set = `status = $5, finished_at = now(), lease_until = null`;
    await this.change(`$2::int is null and status in ('QUEUED', 'RUNNING')`, set, [
      id,
      null,
      "SimulationStatusChanged",
      payload,
      "CANCELLED",
    ]);
  }

  /** Ids of those that wait for a while, or whose worker is lost. */
  async stranded(): Promise<string[]> {
    const rows = await this.reader.query<{ id: string }>(
      `select id from economic_simulation where status = 'QUEUED' and created_at < now() - make_interval(secs => $1)
         or status = 'RUNNING' and lease_until < now() order by id limit 100`,
      [LEASE_SECONDS],
    );
    return rows.map(({ id }) => id);
  }

  async after(id: string, after: number, limit: number): Promise<SimulationEvent[]> {
    const rows = await this.reader.query<{ seq: number; at: string; kind: string; payload: object }>(
      `select seq, to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at, kind, payload::json as payload
       from economic_simulation_event where simulation_id = $1 and seq > $2 order by seq limit $3`,
      [id, after, limit],
    );
    return rows.map(({ seq, at, kind, payload }) => ({ seq, at, kind, ...payload }) as SimulationEvent);
  }

  async hasEnded(id: string): Promise<boolean | undefined> {
    const [row] = await this.reader.query<{ status: SimulationStatus }>(
      `select status from economic_simulation where id = $1`,
      [id],
    );
    return row && simulationHasEnded(row.status);
  }

  isLast(event: SimulationEvent): boolean {
    return event.kind === "SimulationStatusChanged" && simulationHasEnded(event.status);
  }

  /**
   * Changes a row that meets the condition and adds the event: `$1` is its id, `$2` the attempt, `$3` the event's kind, `$4` its
   * payload, `$5` what the change needs. False when no row met it.
   */
  private async change(condition: string, set: string, values: unknown[]): Promise<boolean> {
    const [told] = await this.reader.query<{ seq: number }>(
      `with before as (select id, status from economic_simulation where id = $1 and ${condition} for update),
       changed as (
         update economic_simulation s set ${set}, last_seq = last_seq + 1 from before where s.id = before.id
         returning s.id, s.last_seq, before.status as previous
       ) insert into economic_simulation_event (simulation_id, seq, kind, payload)
       select id, last_seq, $3, case $3 when 'SimulationStatusChanged' then jsonb_build_object('previous', previous) || $4::jsonb else $4::jsonb end
       from changed returning seq`,
      values,
    );
    if (told) await this.announce(values[0] as string, told.seq);
    return told !== undefined;
  }

  /** A lost signal only costs its listeners a moment. */
  private async announce(id: string, seq: number): Promise<void> {
    await this.signals.publish("simulation-events", `${id}:${seq}`).catch(() => undefined);
  }
}
