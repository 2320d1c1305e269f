import { Cascade, Collection, type Ref } from "@mikro-orm/core";
import { Entity, ManyToOne, OneToMany, Property } from "@mikro-orm/decorators/legacy";
import type { Localized } from "../../kernel/localized.js";
import { ReviewedContent } from "../content/content.entity.js";
import { Checklist } from "./checklist.entity.js";
import type { Severity } from "./compliance.specs.js";
import { ItemCitation } from "./item-citation.entity.js";

/** One requirement of a checklist, and what would prove that it is met. Its slug is unique over all checklists. */
@Entity({ tableName: "checklist_item" })
export class ChecklistItem extends ReviewedContent {
  @ManyToOne(() => Checklist, { ref: true })
  checklist!: Ref<Checklist>;

  @Property({ type: "integer" })
  position!: number;

  @Property({ type: "text" })
  severity!: Severity;

  @Property({ type: "json" })
  title!: Localized;

  @Property({ type: "json" })
  requirement!: Localized;

  @Property({ type: "json" })
  guidance!: Localized;

  @Property({ type: "json" })
  evidence!: Localized[];

  @OneToMany(() => ItemCitation, (citation) => citation.item, { cascade: [Cascade.PERSIST], orphanRemoval: true })
  citations = new Collection<ItemCitation>(this);
}
