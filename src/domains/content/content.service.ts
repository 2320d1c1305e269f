import type { GraphQLResolveInfo } from "graphql";
import type { z } from "zod";
import { rowId } from "../../kernel/ids.js";
import type { Reader, Row } from "../../kernel/read/reader.js";
import type { Viewer } from "../accounts/viewer.js";
import type { ReviewedContent } from "./content.entity.js";
import type { ContentKind } from "./content.kind.js";
import { ContentReader, type ContentView } from "./content.reader.js";
import type { OwnChange } from "./content.refusals.js";
import { submitted, reviewed, confirmed, type Review } from "./content.review.js";
import type { ContentWriter } from "./content.writer.js";

/** Which entry changes, by global id, and the revision that the editor saw. */
export interface ContentChange {
  id: string;
  expectedRevision?: number | null;
}

/** Reading and editing one kind of content. Editing is for administrators, and answers with the entry as it is then. */
export class ContentService<
  E extends ReviewedContent,
  S extends z.ZodObject,
  Criteria = object,
> extends ContentReader<Criteria> {
  constructor(
    private readonly kind: ContentKind<E, S>,
    view: ContentView<Criteria>,
    reader: Reader,
    private readonly writer: ContentWriter,
  ) {
    super(view, reader);
  }

  async create(
    viewer: Viewer,
    { slug, ...content }: { slug: string } & z.input<S>,
    info: GraphQLResolveInfo,
  ): Promise<Row | null> {
    viewer.require("content:edit");
    return this.read(viewer, await this.writer.create(this.kind, viewer.userId, slug, content), info);
  }

  update(
    viewer: Viewer,
    { id, expectedRevision, ...changes }: ContentChange & Partial<z.input<S>>,
    info: GraphQLResolveInfo,
  ): Promise<Row | null> {
    return this.changed(viewer, id, info, (row) =>
      this.writer.update(this.kind, viewer.userId, row, changes, expectedRevision),
    );
  }

  /** Takes an entry out of lists and searches; those who know its id can still read it if it has been published. */
  archive(viewer: Viewer, id: string, info: GraphQLResolveInfo): Promise<Row | null> {
    return this.changed(viewer, id, info, (row) => this.writer.setAside(this.kind, viewer.userId, row, "archive"));
  }

  /** Makes an archived entry what it was before. */
  restore(viewer: Viewer, id: string, info: GraphQLResolveInfo): Promise<Row | null> {
    return this.changed(viewer, id, info, (row) => this.writer.setAside(this.kind, viewer.userId, row, "restore"));
  }

  /** Asks for the review that publishes a draft. */
  submit(viewer: Viewer, id: string, info: GraphQLResolveInfo): Promise<Row | null> {
    return this.changed(viewer, id, info, (row) => this.writer.change(this.kind, row, undefined, submitted));
  }

  /** Says that both languages say the same, as they stand in `expectedRevision`. */
  confirmTranslations(
    viewer: Viewer,
    { id, expectedRevision }: ContentChange,
    info: GraphQLResolveInfo,
  ): Promise<Row | null> {
    return this.changed(viewer, id, info, (row) => this.writer.change(this.kind, row, expectedRevision, confirmed));
  }

  /**
   * Approves all that waits, which publishes a draft, or sends it back. `Conflict` when nothing waits, or when it has moved
   * on from what the reviewer read; `OwnChange` when a part of it is the reviewer's own.
   */
  async review(viewer: Viewer, { id, expectedRevision, ...review }: Review): Promise<OwnChange | undefined> {
    viewer.require("content:edit");
    return this.writer.change(this.kind, rowId(this.kind.name, id), expectedRevision, (em, entity) =>
      reviewed(em, this.kind.name, entity, viewer.userId, review),
    );
  }

  private async changed(
    viewer: Viewer,
    id: string,
    info: GraphQLResolveInfo,
    work: (row: string) => Promise<unknown>,
  ): Promise<Row | null> {
    viewer.require("content:edit");
    const row = rowId(this.kind.name, id);
    await work(row);
    return this.read(viewer, row, info);
  }
}
