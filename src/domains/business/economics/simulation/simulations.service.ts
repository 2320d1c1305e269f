import type { EntityManager } from "@mikro-orm/postgresql";
import type { GraphQLResolveInfo } from "graphql";
import { InvalidInput, NotFound } from "../../../../kernel/errors.js";
import { globalId, newId } from "../../../../kernel/ids.js";
import { checkInput } from "../../../../kernel/input.js";
import type { JobQueues } from "../../../../kernel/jobs/job-queues.js";
import type { PageArguments } from "../../../../kernel/paging.js";
import {
  allOf,
  type Connection,
  has,
  hasId,
  newestFirst,
  type Reader,
  type Row,
} from "../../../../kernel/read/reader.js";
import type { EventFeed } from "../../../../kernel/signals/event-feed.js";
import type { Viewer } from "../../../accounts/viewer.js";
import { type IdempotencyConflict, QuotaExceeded, QuotaKind } from "../../../training/runs/run.refusals.js";
import { hashOf, knownResult, lockedOrganisation, remember } from "../../../training/runs/run-intake.service.js";
import type { EconomicResults } from "../economic-results.service.js";
import { idempotencyKey } from "../economics.specs.js";
import { ownModels } from "../economics.policy.js";
import { TEMPLATES } from "../templates/template-catalogue.js";
import { checkSimulation } from "./simulation-input.js";
import type { SimulationEvent } from "./simulation.events.js";
import { simulateEconomics } from "./simulation.jobs.js";
import { simulationShape } from "./simulation.shapes.js";
import { UNFINISHED_MAX } from "./simulation.specs.js";
import type { SimulationStore } from "./simulations.store.js";

/** What is asked for; what a distribution and a correlation are is checked. */
export interface NewSimulation {
  scenario?: string | null;
  idempotencyKey?: string | null;
  [asked: string]: unknown;
}

/** What clients do with simulations: start, follow, cancel, read. */
export class Simulations {
  constructor(
    private readonly em: EntityManager,
    private readonly reader: Reader,
    private readonly jobs: JobQueues,
    private readonly results: EconomicResults,
    private readonly store: SimulationStore,
    private readonly feed: EventFeed<SimulationEvent>,
  ) {}

  /**
   * Records a simulation of a model as it is now, and its job: both are there afterwards, or neither. The same idempotency key with the
   * same input answers with the same simulation, also after the model has changed.
   */
  async start(
    viewer: Viewer,
    modelId: string,
    { scenario, idempotencyKey: givenKey, ...asked }: NewSimulation,
  ): Promise<{ simulationId: string } | QuotaExceeded | IdempotencyConflict> {
    viewer.require("economics:edit");
    const { organisationId, userId } = viewer;
    const key = givenKey == null ? undefined : checkInput(idempotencyKey, givenKey, "input.idempotencyKey");
    const found = await this.results.caseOf(viewer, modelId, scenario);
    const businessModel = [...TEMPLATES].find(([, template]) => template === found.template)![0];
    const spec = checkSimulation(found, { businessModel, scenario: scenario ?? null }, asked);
    return this.jobs.transactional(this.em.fork(), async (em, enqueue) => {
      await lockedOrganisation(em, organisationId);
      const once = key === undefined ? undefined : { operation: "simulateEconomicModel", key };
      const inputHash = hashOf({ modelId, scenario, asked });
      const known = once && (await knownResult(em, organisationId, once, inputHash));
      if (known) return "runId" in known ? { simulationId: known.runId } : known;
      const [{ unfinished }] = await em.execute<{ unfinished: number }[]>(
        `select count(*)::int as unfinished from economic_simulation where organisation_id = ? and status in ('QUEUED', 'RUNNING')`,
        [organisationId],
      );
      if (unfinished >= UNFINISHED_MAX) return new QuotaExceeded(QuotaKind.SIMULATIONS, UNFINISHED_MAX, unfinished);
      const id = newId();
      await this.store.insert(em, { id, organisationId, modelId, requestedBy: userId, spec });
      if (once) await remember(em, organisationId, once, inputHash, id);
      await enqueue(simulateEconomics, { simulationId: id }, { jobId: id });
      return { simulationId: id };
    });
  }

  /** Ends a simulation; one that has ended stays as it is. Throws `NotFound`. */
  async cancel(viewer: Viewer, id: string): Promise<void> {
    viewer.require("economics:edit");
    await this.lastSeq(viewer, id);
    await this.store.cancel(id);
  }

  /**
   * Every event of a simulation after `after`, as it happens, until it has ended. Throws `NotFound`, and `InvalidInput` for an
   * `after` that it has not reached.
   */
  async follow(viewer: Viewer, id: string, after: number): Promise<AsyncGenerator<SimulationEvent, void, undefined>> {
    viewer.require("economics:read");
    const lastSeq = await this.lastSeq(viewer, id);
    if (after < 0 || after > lastSeq)
      throw new InvalidInput("after", `must be from 0 to ${lastSeq}, its last event so far, not ${after}.`);
    return this.feed.follow(id, after);
  }

  find(viewer: Viewer, id: string, info: GraphQLResolveInfo): Promise<Row | null> {
    return this.reader.one(simulationShape, allOf(hasId(id), ownModels(viewer)), info);
  }

  /** Those of a model that the viewer was shown, newest first. */
  ofModel(viewer: Viewer, modelId: string, page: PageArguments, info: GraphQLResolveInfo): Promise<Connection> {
    return this.reader.page(
      simulationShape,
      allOf(ownModels(viewer), has("model_id", modelId)),
      newestFirst,
      page,
      info,
    );
  }

  /** Adds the jobs again of simulations that wait for a while or have lost their worker; one that is still held is not added twice. */
  async sweep(): Promise<void> {
    const stranded = await this.store.stranded();
    if (stranded.length === 0) return;
    await this.jobs.transactional(this.em.fork(), async (_, enqueue) => {
      for (const id of stranded) await enqueue(simulateEconomics, { simulationId: id }, { jobId: id });
    });
  }

  private async lastSeq(viewer: Viewer, id: string): Promise<number> {
    const [row] = await this.reader.query<{ seq: number }>(
      `select last_seq as seq from economic_simulation where id = $1 and organisation_id = $2`,
      [id, viewer.organisationId],
    );
    if (!row) throw new NotFound("EconomicSimulation", globalId("EconomicSimulation", id));
    return row.seq;
  }
}
