import type { GraphQLResolveInfo } from "graphql";
import type { PageArguments } from "../../kernel/paging.js";
import type { NodeReader } from "../../kernel/read/nodes.js";
import {
  allOf,
  has,
  hasId,
  type Condition,
  type Connection,
  type Order,
  type Reader,
  type Row,
} from "../../kernel/read/reader.js";
import type { Shape } from "../../kernel/read/shape.js";
import type { Viewer } from "../accounts/viewer.js";

/** How a type is read: what of it a viewer may see, in which order, and what a list may be narrowed to. */
export interface ContentView<Criteria = object> {
  shape: (viewer: Viewer) => Shape;
  visible: (viewer: Viewer) => Condition;
  /** What a viewer may see of it by its id, where that is more. */
  known?: (viewer: Viewer) => Condition;
  order: Order;
  /** All that is given must hold. */
  conditions?: (criteria: Criteria, viewer: Viewer) => (Condition | undefined)[];
}

/** Reads one type as far as the viewer may see it; what is hidden from them does not exist. */
export class ContentReader<Criteria = object> implements NodeReader<Viewer> {
  constructor(
    private readonly view: ContentView<Criteria>,
    private readonly reader: Reader,
  ) {}

  list(viewer: Viewer, criteria: Criteria, page: PageArguments, info: GraphQLResolveInfo): Promise<Connection> {
    const { shape, visible, order, conditions } = this.view;
    const narrowed = allOf(visible(viewer), ...(conditions?.(criteria, viewer) ?? []));
    return this.reader.page(shape(viewer), narrowed, order, page, info);
  }

  readBySlug(viewer: Viewer, slug: string, info: GraphQLResolveInfo): Promise<Row | null> {
    return this.readWhere(viewer, allOf(has("slug", slug), this.view.visible(viewer)), info);
  }

  read(viewer: Viewer, id: string, info: GraphQLResolveInfo): Promise<Row | null> {
    const { known, visible } = this.view;
    return this.readWhere(viewer, allOf(hasId(id), (known ?? visible)(viewer)), info);
  }

  private readWhere(viewer: Viewer, condition: Condition, info: GraphQLResolveInfo): Promise<Row | null> {
    return this.reader.one(this.view.shape(viewer), condition, info);
  }
}
