import { Entity, Property } from "@mikro-orm/decorators/legacy";
import type { Localized } from "../../kernel/localized.js";
import { Content } from "../content/content.entity.js";

/** A role that a start-up has to fill. */
@Entity({ tableName: "talent_role" })
export class TalentRole extends Content {
  @Property({ type: "integer" })
  position!: number;

  @Property({ type: "json" })
  name!: Localized;

  @Property({ type: "json" })
  summary!: Localized;

  @Property({ type: "json" })
  responsibilities!: Localized[];

  @Property({ type: "json" })
  skills!: Localized[];
}
