import type { EntityManager } from "@mikro-orm/postgresql";
import { Conflict } from "../../../kernel/errors.js";
import { globalId } from "../../../kernel/ids.js";
import { checkInput } from "../../../kernel/input.js";
import type { Viewer } from "../../accounts/viewer.js";
import { LogKind } from "../log/compliance-log.specs.js";
import type { Scoping, ScopingService } from "../scoping/scoping.service.js";
import { Applicability } from "../scoping/scoping.specs.js";
import { Assessment } from "./assessment.entity.js";
import { newAssessment, ItemStatus } from "./assessment.specs.js";
import type { AssessmentChanges } from "./assessment-changes.js";
import { AssessmentItem } from "./assessment-item.entity.js";

/** What an assessment begins with. */
export interface NewAssessment {
  name: string;
  answers: Record<string, unknown>;
  dueOn?: string | null;
  idempotencyKey?: string | null;
}

/** More than a company has systems to assess. */
const ASSESSMENTS_MAX = 500;

/** Assessments as a whole: begun with a scope, and scoped anew when facts, rules or items have changed. */
export class AssessmentsService {
  constructor(
    private readonly changes: AssessmentChanges,
    private readonly scoping: ScopingService,
  ) {}

  /** Begins an assessment with an item for everything published, and returns its row id. What cannot be told yet is an item too. */
  async create(viewer: Viewer, { name, answers, dueOn, idempotencyKey }: NewAssessment): Promise<string> {
    viewer.require("assessment:edit");
    const plain = checkInput(newAssessment, { name, dueOn });
    const scoping = await this.scoping.decide(answers, "input.answers");
    const { organisationId, userId } = viewer;
    const input = { ...plain, answers: scoping.answers };
    const once = { operation: "createAssessment", key: idempotencyKey, input };
    const id = await this.changes.once(viewer, once, async (em) => {
      if ((await em.count(Assessment, { organisationId })) >= ASSESSMENTS_MAX)
        throw new Conflict(`An organisation has ${ASSESSMENTS_MAX} assessments at most.`);
      const assessment = em.create(Assessment, { ...input, organisationId, createdBy: userId });
      // Its items refer to it by a plain id, of which the order of inserts knows nothing.
      await em.flush();
      addItems(em, assessment, scoping.items, 0);
      await this.record(em, viewer, assessment.id, LogKind.ASSESSMENT_CREATED, {
        name: plain.name,
        answers: scoping.answers,
        applies: scoping.items.filter(({ applicability }) => applicability === Applicability.APPLIES).length,
      });
      return assessment.id;
    });
    await this.changes.log.announce(id);
    return id;
  }

  /**
   * Decides anew what applies, with other answers or with the rules and items of today. Answers to items are kept; one that is signed off
   * is opened again where its item says something else than it did, or applies only now.
   */
  async rescope(viewer: Viewer, id: string, answers?: Record<string, unknown> | null): Promise<void> {
    viewer.require("assessment:edit");
    const given = answers && (await this.scoping.decide(answers, "input.answers"));
    await this.changes.once(viewer, { operation: "", key: null, input: {} }, async (em) => {
      const assessment = await this.changes.requireAssessment(em, viewer, id);
      const scoping = given ?? (await this.scoping.decide({ ...assessment.answers }, "answers"));
      assessment.answers = scoping.answers;
      const items = await em.find(AssessmentItem, { assessmentId: id });
      const bySource = new Map(items.map((item) => [item.checklistItemId, item]));
      const changed: { item: string; from: Applicability; to: Applicability }[] = [];
      const reopened: string[] = [];
      for (const scoped of scoping.items) {
        const item = bySource.get(scoped.id);
        if (!item) continue;
        if (item.applicability !== scoped.applicability)
          changed.push({ item: scoped.slug, from: item.applicability, to: scoped.applicability });
        if (item.status === ItemStatus.SIGNED_OFF && item.itemRevision !== scoped.revision) {
          item.reopen();
          reopened.push(scoped.slug);
        }
        const { applicability, rules, missing, revision } = scoped;
        Object.assign(item, { applicability, rules, missing, itemRevision: revision });
      }
      const added = scoping.items.filter((scoped) => !bySource.has(scoped.id));
      addItems(em, assessment, added, items.length);
      await this.record(em, viewer, id, LogKind.ASSESSMENT_RESCOPED, {
        ...{ answers: scoping.answers, changed, reopened, added: added.map(({ slug }) => slug) },
      });
      return id;
    });
    await this.changes.log.announce(id);
  }

  private record(em: EntityManager, viewer: Viewer, id: string, kind: LogKind, payload: object): Promise<void> {
    const { organisationId, userId: actorId } = viewer;
    const subject = globalId("Assessment", id);
    return this.changes.log.append(em, { organisationId, assessmentId: id, actorId, kind, subject, payload });
  }
}

function addItems(em: EntityManager, assessment: Assessment, items: Scoping["items"], from: number): void {
  for (const [at, { id, revision, applicability, rules, missing }] of items.entries()) {
    em.create(AssessmentItem, {
      ...{ organisationId: assessment.organisationId, assessmentId: assessment.id, position: from + at },
      ...{ checklistItemId: id, itemRevision: revision, applicability, rules, missing, dueOn: assessment.dueOn },
    });
  }
}
