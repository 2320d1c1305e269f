import type { Ref } from "@mikro-orm/core";
import { Entity, ManyToOne, PrimaryKey, Property } from "@mikro-orm/decorators/legacy";
import { newId } from "../../kernel/ids.js";
import type { Localized } from "../../kernel/localized.js";
import type { Confidence } from "../content/content.specs.js";
import { ChecklistItem } from "./checklist-item.entity.js";
import { Framework } from "./framework.entity.js";

/** The provision of a framework that an item serves, in the order the editor gave. */
@Entity({ tableName: "item_citation" })
export class ItemCitation {
  @PrimaryKey({ type: "uuid" })
  id: string = newId();

  @ManyToOne(() => ChecklistItem, { ref: true })
  item!: Ref<ChecklistItem>;

  @ManyToOne(() => Framework, { ref: true })
  framework!: Ref<Framework>;

  @Property({ type: "integer" })
  position!: number;

  /** Article, clause or control, as the framework numbers it. */
  @Property({ type: "text" })
  locator!: string;

  @Property({ type: "text" })
  confidence!: Confidence;

  @Property({ type: "date", nullable: true })
  effectiveFrom: string | null = null;

  @Property({ type: "date", nullable: true })
  effectiveTo: string | null = null;

  @Property({ type: "json" })
  amendedBy!: string[];

  @Property({ type: "date" })
  checkedOn!: string;

  @Property({ type: "json", nullable: true })
  note: Localized | null = null;
}
