import { Property } from "@mikro-orm/decorators/legacy";
import { Conflict } from "../../kernel/errors.js";
import { Row } from "../../kernel/row.entity.js";
import { PublicationStatus } from "./content.specs.js";
import type { StaleTranslation } from "./translations.js";

/** What administrators edit and everybody reads: it counts its revisions, and knows whether it is still as seeded. */
export abstract class Content extends Row {
  @Property({ type: "text" })
  slug!: string;

  @Property({ type: "integer" })
  revision: number = 1;

  /** Whether it stands as a content pack has it; a change by an administrator makes it theirs. */
  @Property({ type: "boolean" })
  seeded: boolean = false;

  @Property({ type: "datetime", onUpdate: () => new Date() })
  updatedAt: Date = new Date();
}

const { DRAFT, REVIEW, PUBLISHED, ARCHIVED } = PublicationStatus;

/** Content that is published by review. Status moves only through the methods below, which throw `Conflict` out of turn. */
export abstract class ReviewedContent extends Content {
  @Property({ type: "text" })
  status: PublicationStatus = DRAFT;

  /** When others than administrators first saw it; it stays reachable to those who had it. */
  @Property({ type: "datetime", nullable: true })
  publishedAt: Date | null = null;

  @Property({ type: "json" })
  staleTranslations: StaleTranslation[] = [];

  submit(): void {
    if (this.status !== DRAFT) throw new Conflict(`${this.slug} is ${this.status}: drafts are submitted for review.`);
    this.status = REVIEW;
  }

  /** Also of a pack, whose review is that of the packs. */
  publish(): void {
    this.status = PUBLISHED;
    this.publishedAt ??= new Date();
  }

  /** Gives it back to its authors; what is published stays so. */
  sendBack(): void {
    if (this.status === REVIEW) this.status = DRAFT;
  }

  archive(): void {
    this.status = ARCHIVED;
  }

  /** Makes it what it was: published, or a draft where nobody had seen it. */
  restore(): void {
    if (this.status !== ARCHIVED) throw new Conflict(`${this.slug} is ${this.status}, not archived.`);
    this.status = this.publishedAt ? PUBLISHED : DRAFT;
  }
}
