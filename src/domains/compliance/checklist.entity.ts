import { Entity, Property } from "@mikro-orm/decorators/legacy";
import type { Localized } from "../../kernel/localized.js";
import { Content } from "../content/content.entity.js";
import type { PublicationStatus } from "../content/content.specs.js";

/** What has to hold in one topic of compliance, item by item. */
@Entity({ tableName: "checklist" })
export class Checklist extends Content {
  @Property({ type: "text" })
  topic!: string;

  @Property({ type: "text" })
  status!: PublicationStatus;

  @Property({ type: "json" })
  title!: Localized;

  @Property({ type: "json" })
  summary!: Localized;
}
