import { LockMode } from "@mikro-orm/core";
import type { EntityManager } from "@mikro-orm/postgresql";
import { Forbidden, InvalidInput, NotFound } from "../../../kernel/errors.js";
import { globalId } from "../../../kernel/ids.js";
import { Organisation } from "../../accounts/organisation.entity.js";
import type { Viewer } from "../../accounts/viewer.js";
import { monthEndsAt, type UsageReading } from "../costs/usage.store.js";
import { Run } from "../runs/run.entity.js";
import { QuotaExceeded, QuotaKind } from "../runs/run.refusals.js";
import { ACTIVE } from "../runs/run-status.js";

/** What an organisation may use, and how much of it is used. */
export interface OrganisationQuota {
  organisation: string;
  activeRuns: number;
  activeRunsMax: number;
  computeSecondsUsed: number;
  computeSecondsMax: number | null;
  datasetMegabytesUsed: number;
  datasetMegabytesMax: number;
  resetsAt: Date;
  shareWeight: number;
}

/** What an administrator allows an organisation. What is not given stays; null takes the limit on compute seconds away. */
export interface QuotaChange {
  /** Slug. */
  organisation: string;
  activeRunsMax?: number | null;
  computeSecondsMax?: number | null;
  datasetMegabytesMax?: number | null;
  shareWeight?: number | null;
}

const LIMITS = {
  activeRunsMax: [0, 100_000],
  computeSecondsMax: [0, 2_147_483_647],
  datasetMegabytesMax: [0, 2_147_483_647],
  shareWeight: [0.01, 100],
} as const;

/**
 * What organisations may use. Quotas are asked when a run is taken in or resumed; a run that was taken in ends in its own
 * time, also when the month's compute is spent meanwhile.
 */
export class Quotas {
  constructor(
    private readonly em: EntityManager,
    private readonly usage: UsageReading,
  ) {}

  /** Why the organisation may have no further active run now, if so. Its row is to be locked in `em`. */
  async refusal(em: EntityManager, organisation: Organisation): Promise<QuotaExceeded | undefined> {
    const active = await activeRuns(em, organisation);
    const { maxActiveRuns, computeSecondsPerMonth } = organisation;
    if (active >= maxActiveRuns) return new QuotaExceeded(QuotaKind.ACTIVE_RUNS, maxActiveRuns, active);
    if (computeSecondsPerMonth === null) return undefined;
    const used = Math.ceil(await this.usage.secondsThisMonth(organisation.id, em));
    if (used < computeSecondsPerMonth) return undefined;
    return new QuotaExceeded(QuotaKind.COMPUTE_SECONDS, computeSecondsPerMonth, used, monthEndsAt());
  }

  /** Of the viewer's organisation or, for administrators, of any, by its slug. */
  async read(viewer: Viewer, slug?: string | null): Promise<OrganisationQuota> {
    viewer.require("run:read");
    if (slug != null && !viewer.may("quotas:manage")) throw new Forbidden("Only administrators name an organisation.");
    const em = this.em.fork();
    const where = slug == null ? { id: viewer.organisationId } : { slug };
    const organisation = await em.findOne(Organisation, where);
    if (!organisation) throw new NotFound("Organisation", slug ?? globalId("Organisation", viewer.organisationId));
    return this.quotaOf(em, organisation);
  }

  /** Allows an organisation more or less. Runs that it has already are left alone. */
  async set(viewer: Viewer, { organisation: slug, ...change }: QuotaChange): Promise<OrganisationQuota> {
    viewer.require("quotas:manage");
    requireWithin("activeRunsMax", change.activeRunsMax);
    requireWithin("computeSecondsMax", change.computeSecondsMax);
    requireWithin("datasetMegabytesMax", change.datasetMegabytesMax);
    requireWithin("shareWeight", change.shareWeight);
    return this.em.fork().transactional(async (em) => {
      const organisation = await em.findOne(Organisation, { slug }, { lockMode: LockMode.PESSIMISTIC_WRITE });
      if (!organisation) throw new NotFound("Organisation", slug);
      organisation.maxActiveRuns = change.activeRunsMax ?? organisation.maxActiveRuns;
      organisation.datasetMegabytesMax = change.datasetMegabytesMax ?? organisation.datasetMegabytesMax;
      organisation.shareWeight = change.shareWeight ?? organisation.shareWeight;
      if (change.computeSecondsMax !== undefined) organisation.computeSecondsPerMonth = change.computeSecondsMax;
      await em.flush();
      return this.quotaOf(em, organisation);
    });
  }

  private async quotaOf(em: EntityManager, organisation: Organisation): Promise<OrganisationQuota> {
    return {
      organisation: organisation.slug,
      activeRuns: await activeRuns(em, organisation),
      activeRunsMax: organisation.maxActiveRuns,
      computeSecondsUsed: await this.usage.secondsThisMonth(organisation.id, em),
      computeSecondsMax: organisation.computeSecondsPerMonth,
      datasetMegabytesUsed: await datasetMegabytes(em, organisation),
      datasetMegabytesMax: organisation.datasetMegabytesMax,
      resetsAt: monthEndsAt(),
      shareWeight: organisation.shareWeight,
    };
  }
}

function activeRuns(em: EntityManager, organisation: Organisation): Promise<number> {
  return em.count(Run, { organisation, status: { $in: [...ACTIVE] } });
}

/** What the files of an organisation's own data take, in megabytes. */
export async function datasetMegabytes(em: EntityManager, { id }: Organisation): Promise<number> {
  const [{ bytes }] = await em.execute<{ bytes: number }[]>(
    `select coalesce(sum(size), 0)::float8 as bytes from dataset_version where organisation_id = ?`,
    [id],
  );
  return bytes / 1_000_000;
}

function requireWithin(field: keyof typeof LIMITS, value: number | null | undefined): void {
  const [least, most] = LIMITS[field];
  if (value != null && !(value >= least && value <= most))
    throw new InvalidInput(`input.${field}`, `must be from ${least} to ${most}, not ${value}.`);
}
