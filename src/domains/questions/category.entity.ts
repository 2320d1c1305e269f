import { Entity, PrimaryKey, Property } from "@mikro-orm/decorators/legacy";
import { newId } from "../../kernel/ids.js";
import type { Localized } from "../../kernel/localized.js";

/** A chapter of the question bank. */
@Entity({ tableName: "question_category" })
export class Category {
  @PrimaryKey({ type: "uuid" })
  id: string = newId();

  @Property({ type: "text" })
  slug!: string;

  @Property({ type: "json" })
  name!: Localized;

  @Property({ type: "integer" })
  position: number = 0;
}
