import type { GraphQLResolveInfo } from "graphql";
import { NotFound } from "../../../kernel/errors.js";
import { globalId } from "../../../kernel/ids.js";
import type { PageArguments } from "../../../kernel/paging.js";
import type { NodeReaders } from "../../../kernel/read/nodes.js";
import {
  allOf,
  has,
  hasId,
  newestFirst,
  type Condition,
  type Connection,
  type Reader,
  type Row,
} from "../../../kernel/read/reader.js";
import type { Shape } from "../../../kernel/read/shape.js";
import type { Viewer } from "../../accounts/viewer.js";
import { ownedBy } from "../compliance.policy.js";
import { checkShape, evidenceShape } from "./evidence.shapes.js";

/** Evidence and checks as an organisation's people see them. */
export class EvidenceReading {
  readonly nodes: NodeReaders<Viewer>;

  constructor(private readonly reader: Reader) {
    const node = (shape: Shape) => ({
      read: (viewer: Viewer, id: string, info: GraphQLResolveInfo) =>
        this.reader.one(shape, allOf(hasId(id), ownedBy(viewer)), info),
    });
    this.nodes = { ComplianceEvidence: node(evidenceShape), ComplianceCheck: node(checkShape) };
  }

  /** One object of a type by its row id, or null. */
  find(viewer: Viewer, type: string, id: string, info: GraphQLResolveInfo): Promise<Row | null> | Row | null {
    return this.nodes[type].read(viewer, id, info);
  }

  /** The newest first. Throws `NotFound` for another organisation's item. */
  async evidence(viewer: Viewer, itemId: string, page: PageArguments, info: GraphQLResolveInfo): Promise<Connection> {
    return this.reader.page(evidenceShape, await this.ofOwn(viewer, itemId), newestFirst, page, info);
  }

  /** The newest first. Throws `NotFound` for another organisation's item. */
  async checks(viewer: Viewer, itemId: string, page: PageArguments, info: GraphQLResolveInfo): Promise<Connection> {
    return this.reader.page(checkShape, await this.ofOwn(viewer, itemId), newestFirst, page, info);
  }

  private async ofOwn(viewer: Viewer, itemId: string): Promise<Condition> {
    viewer.require("assessment:read");
    const found = await this.reader.query(`select from assessment_item where id = $1 and organisation_id = $2`, [
      itemId,
      viewer.organisationId,
    ]);
    if (found.length === 0) throw new NotFound("AssessmentItem", globalId("AssessmentItem", itemId));
    return allOf(has("assessment_item_id", itemId));
  }
}
