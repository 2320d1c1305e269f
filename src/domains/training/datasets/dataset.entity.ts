import type { Ref } from "@mikro-orm/core";
import { Entity, ManyToOne, Property } from "@mikro-orm/decorators/legacy";
import { Row } from "../../../kernel/row.entity.js";
import { Organisation } from "../../accounts/organisation.entity.js";
import { User } from "../../accounts/user.entity.js";
import type { DataKind } from "./data-kind.js";

/** A name for data of an organisation's own; the data themselves are its versions. */
@Entity({ tableName: "dataset" })
export class Dataset extends Row {
  @ManyToOne(() => Organisation, { ref: true })
  organisation!: Ref<Organisation>;

  @ManyToOne(() => User, { ref: true, nullable: true, fieldName: "created_by" })
  createdBy: Ref<User> | null = null;

  /** Unlike any other of the organisation's and any built-in one's. */
  @Property({ type: "text" })
  name!: string;

  @Property({ type: "text" })
  kind!: DataKind;

  @Property({ type: "text" })
  description: string = "";

  /** Number of its newest version, from 1. */
  @Property({ type: "integer" })
  newestVersion: number = 0;

  /** When it was put away: not offered for new runs, and there for those that use it. */
  @Property({ type: "datetime", nullable: true })
  archivedAt: Date | null = null;
}
