import type { GraphQLResolveInfo } from "graphql";
import { InvalidInput, NotFound } from "../../../kernel/errors.js";
import { globalId } from "../../../kernel/ids.js";
import type { PageArguments } from "../../../kernel/paging.js";
import type { NodeReaders } from "../../../kernel/read/nodes.js";
import {
  allOf,
  byCreation,
  byPosition,
  has,
  hasId,
  newestFirst,
  type Condition,
  type Connection,
  type Order,
  type Reader,
  type Row,
} from "../../../kernel/read/reader.js";
import type { Shape } from "../../../kernel/read/shape.js";
import { authorShape } from "../../accounts/accounts.shapes.js";
import type { Viewer } from "../../accounts/viewer.js";
import { ownedBy } from "../compliance.policy.js";
import type { AssessmentFeed } from "../log/assessment-feed.js";
import type { LogEntry } from "../log/compliance-log.store.js";
import { Applicability } from "../scoping/scoping.specs.js";
import { assessmentItemShape, assessmentShape, deadlineShape, logEntryShape, riskShape } from "./assessment.shapes.js";
import type { ItemStatus } from "./assessment.specs.js";

/** What a list of items may be narrowed to. */
export interface ItemCriteria {
  status?: ItemStatus | null;
  applicability?: Applicability | null;
  /** Slug of a checklist. */
  checklist?: string | null;
}

const worstFirst: Order = {
  by: [{ sql: (row) => `${row}.score`, type: "int" }, ...byCreation.by],
  descending: true,
};
const inOrderOfTime: Order = {
  by: [{ sql: (row) => `(extract(epoch from ${row}.due_at) * 1000)::bigint`, type: "bigint" }, ...byCreation.by],
  descending: false,
};
const asWritten: Order = { by: [{ sql: (row) => `${row}.seq`, type: "int" }], descending: false };

/** What an organisation's people see of its assessments; nobody sees another's. */
export class AssessmentsReading {
  readonly nodes: NodeReaders<Viewer>;

  constructor(
    private readonly reader: Reader,
    private readonly feed: AssessmentFeed,
  ) {
    const node = (shape: Shape) => ({
      read: (viewer: Viewer, id: string, info: GraphQLResolveInfo) =>
        this.reader.one(shape, allOf(hasId(id), ownedBy(viewer)), info),
    });
    this.nodes = {
      ...{ Assessment: node(assessmentShape), AssessmentItem: node(assessmentItemShape) },
      ...{ ComplianceRisk: node(riskShape), ComplianceDeadline: node(deadlineShape) },
    };
  }

  /** One object of a type by its row id, or null. */
  find(viewer: Viewer, type: string, id: string, info: GraphQLResolveInfo): Promise<Row | null> | Row | null {
    return this.nodes[type].read(viewer, id, info);
  }

  /** The newest first. */
  assessments(viewer: Viewer, page: PageArguments, info: GraphQLResolveInfo): Promise<Connection> {
    return this.reader.page(assessmentShape, ownedBy(viewer), newestFirst, page, info);
  }

  /** In the order of the checklists; without a wish for it, items that do not apply are left out. */
  async items(
    viewer: Viewer,
    assessmentId: string,
    { status, applicability, checklist }: ItemCriteria,
    page: PageArguments,
    info: GraphQLResolveInfo,
  ): Promise<Connection> {
    await this.requireOwn(viewer, assessmentId);
    const concerned: Condition = (row) => `${row}.applicability <> '${Applicability.DOES_NOT_APPLY}'`;
    const narrowed = allOf(
      ...[has("assessment_id", assessmentId), has("status", status)],
      has("applicability", applicability) ?? concerned,
      checklist == null ? undefined : ofChecklist(checklist),
    );
    return this.reader.page(assessmentItemShape, narrowed, byPosition, page, info);
  }

  /** The worst first. */
  async risks(
    viewer: Viewer,
    assessmentId: string,
    page: PageArguments,
    info: GraphQLResolveInfo,
  ): Promise<Connection> {
    await this.requireOwn(viewer, assessmentId);
    return this.reader.page(riskShape, allOf(has("assessment_id", assessmentId)), worstFirst, page, info);
  }

  /** The next to come first. */
  async deadlines(
    viewer: Viewer,
    assessmentId: string,
    page: PageArguments,
    info: GraphQLResolveInfo,
  ): Promise<Connection> {
    await this.requireOwn(viewer, assessmentId);
    return this.reader.page(deadlineShape, allOf(has("assessment_id", assessmentId)), inOrderOfTime, page, info);
  }

  async log(viewer: Viewer, assessmentId: string, page: PageArguments, info: GraphQLResolveInfo): Promise<Connection> {
    await this.requireOwn(viewer, assessmentId);
    return this.reader.page(logEntryShape, allOf(has("assessment_id", assessmentId)), asWritten, page, info);
  }

  /** Who may own items and risks: the people of the viewer's organisation. */
  colleagues(viewer: Viewer, page: PageArguments, info: GraphQLResolveInfo): Promise<Connection> {
    viewer.require("assessment:read");
    const member: Condition = (row, statement) =>
      `exists (select from membership where user_id = ${row}.id and organisation_id = ${statement.value(viewer.organisationId)})`;
    return this.reader.page(authorShape, member, byCreation, page, info);
  }

  /** Every entry of an assessment's log after `after`, as it is written. Throws `NotFound`. */
  async follow(
    viewer: Viewer,
    assessmentId: string,
    after: number,
  ): Promise<AsyncGenerator<LogEntry, void, undefined>> {
    if (after < 0) throw new InvalidInput("after", "must be 0 or the number of an entry.");
    await this.requireOwn(viewer, assessmentId);
    return this.feed.follow(assessmentId, after);
  }

  /** Throws `NotFound` for an assessment of another organisation, so that its parts need no condition of their own. */
  private async requireOwn(viewer: Viewer, assessmentId: string): Promise<void> {
    viewer.require("assessment:read");
    const found = await this.reader.query(`select from compliance_assessment where id = $1 and organisation_id = $2`, [
      assessmentId,
      viewer.organisationId,
    ]);
    if (found.length === 0) throw new NotFound("Assessment", globalId("Assessment", assessmentId));
  }
}

function ofChecklist(slug: string): Condition {
  return (row, statement) =>
    `exists (select from checklist_item i join checklist c on c.id = i.checklist_id
      where i.id = ${row}.checklist_item_id and c.slug = ${statement.value(slug)})`;
}
