import { createHash } from "node:crypto";
import { LockMode, type EntityClass } from "@mikro-orm/core";
import type { EntityManager } from "@mikro-orm/postgresql";
import { Conflict, InvalidInput, NotFound } from "../../../kernel/errors.js";
import { globalId, parseGlobalId } from "../../../kernel/ids.js";
import type { Row } from "../../../kernel/row.entity.js";
import type { Viewer } from "../../accounts/viewer.js";
import type { LogKind } from "../log/compliance-log.specs.js";
import type { ComplianceLog } from "../log/compliance-log.store.js";
import { Assessment } from "./assessment.entity.js";

/** What an assessment consists of, by the names of the GraphQL types. */
export interface OfAssessment extends Row {
  organisationId: string;
  assessmentId: string;
}

/** A row that is locked, and what may be done with it. */
export interface Held<E> {
  em: EntityManager;
  row: E;
  /** Writes an entry about the row. */
  record(kind: LogKind, payload: object): Promise<void>;
}

/** Says that the same key was used for the same, and what came of it; or that it is new. */
export interface OnceOnly {
  operation: string;
  key: string | null | undefined;
  input: object;
}

const KEY_MAX = 200;

/** The one way in which assessments change: a row locked, the change an entry of the log in the same transaction, followers told after it. */
export class AssessmentChanges {
  constructor(
    private readonly em: EntityManager,
    readonly log: ComplianceLog,
  ) {}

  /** Works on a row of the viewer's organisation, or of any where time itself works (`null`). Throws `NotFound`. */
  async change<E extends OfAssessment, T>(
    viewer: Viewer | null,
    entity: EntityClass<E>,
    type: string,
    id: string,
    work: (held: Held<E>) => Promise<T>,
  ): Promise<T> {
    let assessmentId = "";
    const result = await this.em.fork().transactional(async (em) => {
      const where = viewer ? { id, organisationId: viewer.organisationId } : { id };
      const row = (await em.findOne<OfAssessment>(entity, where, { lockMode: LockMode.PESSIMISTIC_WRITE })) as E | null;
      if (!row) throw new NotFound(type, globalId(type, id));
      assessmentId = row.assessmentId;
      const about = { organisationId: row.organisationId, assessmentId, actorId: viewer?.userId ?? null };
      const record = (kind: LogKind, payload: object) =>
        this.log.append(em, { ...about, kind, subject: globalId(type, id), payload });
      return work({ em, row, record });
    });
    await this.log.announce(assessmentId);
    return result;
  }

  /** Makes something of an assessment of the viewer's organisation, once for each key. Returns the row id of what `make` makes. */
  async add(
    viewer: Viewer,
    assessmentId: string,
    once: OnceOnly,
    make: (
      em: EntityManager,
      record: (kind: LogKind, subject: string, payload: object) => Promise<void>,
    ) => Promise<string>,
  ): Promise<string> {
    const id = await this.once(viewer, once, async (em) => {
      await this.requireAssessment(em, viewer, assessmentId);
      const about = { organisationId: viewer.organisationId, assessmentId, actorId: viewer.userId };
      return make(em, (kind, subject, payload) => this.log.append(em, { ...about, kind, subject, payload }));
    });
    await this.log.announce(assessmentId);
    return id;
  }

  /** Throws `NotFound` for an assessment that is not the viewer's organisation's. Holds it until the transaction ends. */
  async requireAssessment(em: EntityManager, viewer: Viewer, id: string): Promise<Assessment> {
    const where = { id, organisationId: viewer.organisationId };
    const assessment = await em.findOne(Assessment, where, { lockMode: LockMode.PESSIMISTIC_WRITE });
    if (!assessment) throw new NotFound("Assessment", globalId("Assessment", id));
    return assessment;
  }

  /** The same key with the same input answers with the same row id, also when both arrive at once; with another input it is a `Conflict`. */
  async once(
    viewer: Viewer,
    { operation, key, input }: OnceOnly,
    make: (em: EntityManager) => Promise<string>,
  ): Promise<string> {
    if (key == null) return this.em.fork().transactional(make);
    if (key.length < 1 || key.length > KEY_MAX)
      throw new InvalidInput("input.idempotencyKey", `must have 1 to ${KEY_MAX} characters.`);
    const hash = createHash("sha256").update(JSON.stringify(input)).digest("hex");
    const name = [viewer.organisationId, operation, key];
    return this.em.fork().transactional(async (em) => {
      await em.execute(`select pg_advisory_xact_lock(hashtextextended(?, 0))`, [name.join(" ")]);
      const [known] = await em.execute<{ input_hash: string; result_id: string }[]>(
        `select input_hash, result_id from idempotency_key where organisation_id = ? and operation = ? and key = ?`,
        name,
      );
      if (known && known.input_hash !== hash)
        throw new Conflict(`The idempotency key ${key} was used for another input before.`);
      if (known) return known.result_id;
      const id = await make(em);
      await em.flush();
      await em.execute(
        `insert into idempotency_key (organisation_id, operation, key, input_hash, result_id) values (?, ?, ?, ?, ?)`,
        [...name, hash, id],
      );
      return id;
    });
  }
}

/** The row id of a person of the viewer's organisation. Throws `InvalidInput` for anybody else. */
export async function colleague(em: EntityManager, viewer: Viewer, id: string, field: string): Promise<string> {
  const parsed = parseGlobalId(id);
  const [known] =
    parsed?.type === "Author"
      ? await em.execute(`select from membership where user_id = ? and organisation_id = ?`, [
          parsed.id,
          viewer.organisationId,
        ])
      : [];
  if (!parsed || !known) throw new InvalidInput(field, "must be somebody of your organisation (see colleagues).");
  return parsed.id;
}

/** The item, if any, belongs to the assessment. Throws `InvalidInput`. */
export async function requireItem(
  em: EntityManager,
  assessmentId: string,
  itemId: string | null | undefined,
): Promise<string | null> {
  if (itemId == null) return null;
  const [known] = await em.execute(`select from assessment_item where id = ? and assessment_id = ?`, [
    itemId,
    assessmentId,
  ]);
  if (!known) throw new InvalidInput("input.itemId", "must be an item of this assessment.");
  return itemId;
}
