import type { GraphQLResolveInfo } from "graphql";
import { NotFound } from "../../kernel/errors.js";
import { parseGlobalId } from "../../kernel/ids.js";
import type { Row } from "../../kernel/read/reader.js";
import type { Viewer } from "../accounts/viewer.js";
import type { OwnChange } from "./content.refusals.js";
import type { Review } from "./content.review.js";
import type { ContentChange } from "./content.service.js";

/** What can be done with an entry of any kind that is published by review. */
export interface ReviewedKind {
  submit(viewer: Viewer, id: string, info: GraphQLResolveInfo): Promise<Row | null>;
  restore(viewer: Viewer, id: string, info: GraphQLResolveInfo): Promise<Row | null>;
  confirmTranslations(viewer: Viewer, change: ContentChange, info: GraphQLResolveInfo): Promise<Row | null>;
  review(viewer: Viewer, review: Review): Promise<OwnChange | undefined>;
  read(viewer: Viewer, id: string, info: GraphQLResolveInfo): Promise<Row | null>;
}

/** An entry that was reviewed. */
export interface ContentReviewed {
  __typename: "ContentReviewed";
  id: string;
}

/** Where editors review content of all kinds: finds the kind of an entry by its id. */
export class ContentDesk {
  private readonly kinds: ReadonlyMap<string, ReviewedKind>;

  constructor(kinds: Record<string, ReviewedKind>) {
    this.kinds = new Map(Object.entries(kinds));
  }

  /** The kind of an entry. `NotFound` for what is not published by review. For administrators. */
  of(viewer: Viewer, id: string): ReviewedKind {
    viewer.require("content:edit");
    const kind = this.kinds.get(parseGlobalId(id)?.type ?? "");
    if (!kind) throw new NotFound("Content", id);
    return kind;
  }

  /** Reviews what waits of an entry. */
  async review(viewer: Viewer, review: Review): Promise<ContentReviewed | OwnChange> {
    const refusal = await this.of(viewer, review.id).review(viewer, review);
    return refusal ?? { __typename: "ContentReviewed", id: review.id };
  }

  /** An entry as it stands, with what is selected beneath the current field. */
  read(viewer: Viewer, id: string, info: GraphQLResolveInfo): Promise<Row | null> {
    return this.of(viewer, id).read(viewer, parseGlobalId(id)!.id, info);
  }
}
