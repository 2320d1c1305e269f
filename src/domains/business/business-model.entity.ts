import { Entity, Property } from "@mikro-orm/decorators/legacy";
import type { Localized } from "../../kernel/localized.js";
import { ReviewedContent } from "../content/content.entity.js";
import type { BusinessModelContent } from "./business.specs.js";

/** One way for a start-up to earn money with large models. */
@Entity({ tableName: "business_model" })
export class BusinessModel extends ReviewedContent {
  @Property({ type: "json" })
  name!: Localized;

  @Property({ type: "json" })
  summary!: Localized;

  @Property({ type: "json" })
  howItEarns!: Localized;

  @Property({ type: "json" })
  canvas!: BusinessModelContent["canvas"];

  @Property({ type: "json" })
  revenueDrivers!: Localized[];

  @Property({ type: "json" })
  costDrivers!: Localized[];

  @Property({ type: "json" })
  risks!: Localized[];

  /** Slugs, in order. */
  @Property({ type: "array" })
  talentRoles!: string[];

  /** Slugs, in order; checklists are another domain's. */
  @Property({ type: "array" })
  checklists!: string[];
}
