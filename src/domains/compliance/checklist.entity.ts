import { Entity, Property } from "@mikro-orm/decorators/legacy";
import type { Localized } from "../../kernel/localized.js";
import { ReviewedContent } from "../content/content.entity.js";

/** What has to hold in one topic of compliance, item by item. */
@Entity({ tableName: "checklist" })
export class Checklist extends ReviewedContent {
  @Property({ type: "text" })
  topic!: string;

  @Property({ type: "json" })
  title!: Localized;

  @Property({ type: "json" })
  summary!: Localized;
}
