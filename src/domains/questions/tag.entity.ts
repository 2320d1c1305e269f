import { Entity, PrimaryKey, Property } from "@mikro-orm/decorators/legacy";
import { newId } from "../../kernel/ids.js";
import type { Localized } from "../../kernel/localized.js";

/** A subject that questions share across categories. */
@Entity({ tableName: "tag" })
export class Tag {
  @PrimaryKey({ type: "uuid" })
  id: string = newId();

  @Property({ type: "text" })
  slug!: string;

  @Property({ type: "json" })
  name!: Localized;
}
