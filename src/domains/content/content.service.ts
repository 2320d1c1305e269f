import type { GraphQLResolveInfo } from "graphql";
import type { z } from "zod";
import { rowId } from "../../kernel/ids.js";
import type { Reader, Row } from "../../kernel/read/reader.js";
import type { Viewer } from "../accounts/viewer.js";
import type { Content } from "./content.entity.js";
import type { ContentKind } from "./content.kind.js";
import { ContentReader, type ContentView } from "./content.reader.js";
import { PublicationStatus } from "./content.specs.js";
import type { ContentWriter } from "./content.writer.js";

/** Which entry changes, by global id, and the revision that the editor saw. */
export interface ContentChange {
  id: string;
  expectedRevision?: number | null;
}

/** Reading and editing one kind of content. Editing is for administrators, and answers with the entry as it is then. */
export class ContentService<
  E extends Content,
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
    return this.change(viewer, id, changes, expectedRevision, info);
  }

  /** Takes an entry out of what is shown to others than administrators; nothing is deleted. */
  archive(viewer: Viewer, id: string, info: GraphQLResolveInfo): Promise<Row | null> {
    return this.change(viewer, id, { status: PublicationStatus.ARCHIVED }, undefined, info);
  }

  private async change(
    viewer: Viewer,
    id: string,
    changes: object,
    expectedRevision: number | null | undefined,
    info: GraphQLResolveInfo,
  ): Promise<Row | null> {
    viewer.require("content:edit");
    const row = rowId(this.kind.name, id);
    await this.writer.update(this.kind, viewer.userId, row, changes, expectedRevision);
    return this.read(viewer, row, info);
  }
}
