import { isDeepStrictEqual } from "node:util";
import { LockMode } from "@mikro-orm/core";
import type { EntityManager } from "@mikro-orm/postgresql";
import { InvalidInput, NotFound } from "../../../kernel/errors.js";
import { globalId } from "../../../kernel/ids.js";
import { checkGiven } from "../../../kernel/input.js";
import type { Reader } from "../../../kernel/read/reader.js";
import type { Viewer } from "../../accounts/viewer.js";
import { Run } from "../runs/run.entity.js";
import type { RunEventStore } from "../runs/run-events.store.js";
import { RunCard } from "./run-card.entity.js";
import { editSpec, TAGS_MAX, tagsSpec, type EditInput } from "./run-card.specs.js";
import { RunEdit } from "./run-edit.entity.js";

/** Most runs that one mutation edits. */
const RUNS_MAX = 100;

/**
 * Keeping runs in order: names, notes, groups, tags, the archive, favourites. The last edit wins; what stood there before
 * is kept with who changed it. Whoever may launch runs may edit all of their organisation; favourites are everybody's own.
 */
export class RunCards {
  constructor(
    private readonly em: EntityManager,
    private readonly reader: Reader,
    private readonly events: RunEventStore,
  ) {}

  /** Changes what is given of a run; null takes away what may be missing. */
  async edit(viewer: Viewer, runId: string, input: EditInput): Promise<void> {
    viewer.require("run:launch");
    const { name, notes, group, tags } = checkGiven(editSpec, input);
    await this.em.fork().transactional(async (em) => {
      // The run before its card, the order in which everybody locks them.
      const run = name === undefined ? null : await lockedRun(em, viewer, runId);
      const [card] = await lockedCards(em, viewer, [runId]);
      const before = {
        ...changed(card, { notes, group, tags: tags === null ? [] : tags }),
        ...(run && changed(run, { name })),
      };
      record(em, viewer, runId, before);
    });
    await this.announce([runId]);
  }

  /** Adds tags to runs, all of them or none: throws `InvalidInput` where a run would have too many. */
  async addTags(viewer: Viewer, runIds: readonly string[], tags: readonly string[]): Promise<void> {
    viewer.require("run:launch");
    const added = checkGiven(tagsSpec, tags, "tags");
    await this.editCards(viewer, runIds, (card) => {
      const all = [...new Set([...card.tags, ...added])];
      if (all.length > TAGS_MAX) {
        const run = globalId("TrainingRun", card.runId);
        throw new InvalidInput("tags", `${run} would have ${all.length}; a run may have ${TAGS_MAX}.`);
      }
      return { tags: all };
    });
  }

  /** Takes tags from runs; those that a run does not have change nothing. */
  async removeTags(viewer: Viewer, runIds: readonly string[], tags: readonly string[]): Promise<void> {
    viewer.require("run:launch");
    const removed = new Set(checkGiven(tagsSpec, tags, "tags"));
    await this.editCards(viewer, runIds, (card) => ({ tags: card.tags.filter((tag) => !removed.has(tag)) }));
  }

  /** Puts runs away, or takes them back: lists leave out what is archived unless they are asked for it. */
  async archive(viewer: Viewer, runIds: readonly string[], archived: boolean): Promise<void> {
    viewer.require("run:launch");
    await this.editCards(viewer, runIds, () => ({ archived }));
  }

  /** Marks a run as the viewer's favourite, or no longer. Nobody else sees it. */
  async setFavourite(viewer: Viewer, runId: string, favourite: boolean): Promise<void> {
    viewer.require("run:read");
    const [run] = await this.reader.query<{ id: string }>(favourite ? ADD_FAVOURITE : REMOVE_FAVOURITE, [
      runId,
      viewer.organisationId,
      viewer.userId,
    ]);
    if (!run) throw new NotFound("TrainingRun", globalId("TrainingRun", runId));
    await this.announce([runId]);
  }

  private async editCards(
    viewer: Viewer,
    runIds: readonly string[],
    change: (card: RunCard) => Partial<RunCard>,
  ): Promise<void> {
    if (runIds.length < 1 || runIds.length > RUNS_MAX) {
      throw new InvalidInput("ids", `must be from 1 to ${RUNS_MAX}, not ${runIds.length}.`);
    }
    await this.em.fork().transactional(async (em) => {
      for (const card of await lockedCards(em, viewer, runIds)) {
        record(em, viewer, card.runId, changed(card, change(card)));
      }
    });
    await this.announce(runIds);
  }

  /** Dashboards look at these runs again, though there is no new event. */
  private async announce(runIds: readonly string[]): Promise<void> {
    for (const id of runIds) await this.events.announce(id, 0);
  }
}

const FOUND = `with run as (select id from training_run where id = $1 and organisation_id = $2)`;
const ADD_FAVOURITE = `${FOUND}, added as (
    insert into training_run_favourite (user_id, run_id) select $3, id from run on conflict do nothing
  ) select id from run`;
const REMOVE_FAVOURITE = `${FOUND}, removed as (
    delete from training_run_favourite where user_id = $3 and run_id in (select id from run)
  ) select id from run`;

async function lockedRun(em: EntityManager, viewer: Viewer, id: string): Promise<Run> {
  const run = await em.findOne(
    Run,
    { id, organisation: viewer.organisationId },
    { lockMode: LockMode.PESSIMISTIC_WRITE },
  );
  if (!run) throw new NotFound("TrainingRun", globalId("TrainingRun", id));
  return run;
}

/** The cards of all these runs, always locked in the same order. Throws `NotFound` for the first that the viewer has not. */
async function lockedCards(em: EntityManager, viewer: Viewer, runIds: readonly string[]): Promise<RunCard[]> {
  const cards = await em.find(
    RunCard,
    { runId: { $in: [...runIds] }, organisation: viewer.organisationId },
    { lockMode: LockMode.PESSIMISTIC_WRITE, orderBy: { runId: "asc" } },
  );
  const found = new Set(cards.map(({ runId }) => runId));
  const missing = runIds.find((id) => !found.has(id));
  if (missing !== undefined) throw new NotFound("TrainingRun", globalId("TrainingRun", missing));
  return cards;
}

/** Assigns what differs, and returns what stood there before. Undefined asks for nothing. */
function changed<T extends object>(target: T, values: Partial<T>): Partial<T> {
  const before: Partial<T> = {};
  for (const [field, value] of Object.entries(values) as [keyof T, T[keyof T] | undefined][]) {
    if (value === undefined || isDeepStrictEqual(target[field], value)) continue;
    before[field] = target[field];
    target[field] = value;
  }
  return before;
}

function record(em: EntityManager, viewer: Viewer, runId: string, before: object): void {
  if (Object.keys(before).length > 0) em.create(RunEdit, { runId, editorId: viewer.userId, before: { ...before } });
}
