import type { GraphQLResolveInfo } from "graphql";
import { InvalidInput } from "../../../kernel/errors.js";
import { parseGlobalId } from "../../../kernel/ids.js";
import type { PageArguments } from "../../../kernel/paging.js";
import {
  allOf,
  type Condition,
  type Connection,
  has,
  hasId,
  type Reader,
  type Row,
} from "../../../kernel/read/reader.js";
import type { Viewer } from "../../accounts/viewer.js";
import { type DatasetCriteria, datasetsMeeting, ownFirst, visibleDatasets } from "./dataset.views.js";
import { datasetShape, datasetVersionShape } from "./dataset.shapes.js";

const SEARCH_MAX = 200;

/** Reading data sets: the organisation's own, and those that come with the product. */
export class DatasetsReading {
  constructor(private readonly reader: Reader) {}

  /** A page of data sets, in one statement. Archived ones are left out unless the filter asks for them. */
  list(viewer: Viewer, filter: DatasetCriteria, page: PageArguments, info: GraphQLResolveInfo): Promise<Connection> {
    if (filter.search && filter.search.length > SEARCH_MAX)
      throw new InvalidInput("filter.search", `may have ${SEARCH_MAX} characters.`);
    return this.reader.page(datasetShape, datasetsMeeting(viewer, filter), ownFirst, page, info);
  }

  /** A data set by a built-in one's name or an own one's id; null where the viewer has none of it. */
  find(viewer: Viewer, id: string, info: GraphQLResolveInfo): Promise<Row | null> {
    const parsed = parseGlobalId(id);
    const it = parsed?.type === "Dataset" ? hasId(parsed.id) : builtIn(id);
    return this.reader.one(datasetShape, allOf(visibleDatasets(viewer), it), info);
  }

  /** An own data set by its row id. */
  findOwn(viewer: Viewer, id: string, info: GraphQLResolveInfo): Promise<Row | null> {
    return this.reader.one(datasetShape, allOf(visibleDatasets(viewer), hasId(id)), info);
  }

  findVersion(viewer: Viewer, id: string, info: GraphQLResolveInfo): Promise<Row | null> {
    viewer.require("run:read");
    const own = has("organisation_id", viewer.organisationId);
    return this.reader.one(datasetVersionShape, allOf(own, hasId(id)), info);
  }
}

function builtIn(name: string): Condition {
  return (row, statement) => `${row}.organisation_id is null and ${row}.name = ${statement.value(name)}`;
}
