import type { Ref } from "@mikro-orm/core";
import { Entity, ManyToOne, Property } from "@mikro-orm/decorators/legacy";
import { Row } from "../../../kernel/row.entity.js";
import { Organisation } from "../../accounts/organisation.entity.js";
import { User } from "../../accounts/user.entity.js";
import type { ModelState } from "./economics.specs.js";

/** What an organisation expects to earn and to spend in one way of doing business. */
@Entity({ tableName: "economic_model" })
export class EconomicModel extends Row {
  @ManyToOne(() => Organisation, { ref: true })
  organisation!: Ref<Organisation>;

  @ManyToOne(() => User, { ref: true, nullable: true, fieldName: "created_by" })
  createdBy: Ref<User> | null = null;

  @Property({ type: "text" })
  name!: string;

  /** Slug of the business model whose template it follows; it stays. */
  @Property({ type: "text" })
  businessModel!: string;

  @Property({ type: "json" })
  state!: ModelState;

  /** Counts its versions from 1. */
  @Property({ type: "integer" })
  revision: number = 1;

  @Property({ type: "datetime" })
  updatedAt: Date = new Date();
}
