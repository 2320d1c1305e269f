import type { GraphQLResolveInfo } from "graphql";
import type { PageArguments } from "../../../kernel/paging.js";
import {
  allOf,
  type Connection,
  has,
  hasId,
  newestFirst,
  type Order,
  type Reader,
  type Row,
} from "../../../kernel/read/reader.js";
import type { Viewer } from "../../accounts/viewer.js";
import { ownModels } from "./economics.policy.js";
import { economicModelShape, economicModelVersionShape, economicScenarioShape } from "./economics.shapes.js";

/** What a list of economic models may be narrowed to. */
export interface ModelCriteria {
  businessModel?: string | null;
}

const newestRevision: Order = { by: [{ sql: (version) => `${version}.revision`, type: "int" }], descending: true };

/** Reading economic models and what belongs to them, each only of the viewer's organisation. */
export class EconomicsReading {
  constructor(private readonly reader: Reader) {}

  /** Newest first. */
  list(
    viewer: Viewer,
    { businessModel }: ModelCriteria,
    page: PageArguments,
    info: GraphQLResolveInfo,
  ): Promise<Connection> {
    const condition = allOf(ownModels(viewer), has("business_model", businessModel));
    return this.reader.page(economicModelShape, condition, newestFirst, page, info);
  }

  find(viewer: Viewer, id: string, info: GraphQLResolveInfo): Promise<Row | null> {
    return this.reader.one(economicModelShape, allOf(hasId(id), ownModels(viewer)), info);
  }

  findScenario(viewer: Viewer, id: string, info: GraphQLResolveInfo): Promise<Row | null> {
    const own = ownModels(viewer);
    const ofOwn = (scenario: string, statement: Parameters<typeof own>[1]) =>
      `exists (select from economic_model m where m.id = ${scenario}.model_id and ${own("m", statement)})`;
    return this.reader.one(economicScenarioShape, allOf(hasId(id), ofOwn), info);
  }

  /** The versions of a model that the viewer was shown, the newest first. */
  versions(modelId: string, page: PageArguments, info: GraphQLResolveInfo): Promise<Connection> {
    return this.reader.page(economicModelVersionShape, allOf(has("model_id", modelId)), newestRevision, page, info);
  }
}
