import { BigIntType, type Ref } from "@mikro-orm/core";
import { Entity, ManyToOne, Property } from "@mikro-orm/decorators/legacy";
import { Row } from "../../../kernel/row.entity.js";
import { Organisation } from "../../accounts/organisation.entity.js";
import { User } from "../../accounts/user.entity.js";
import { Dataset } from "./dataset.entity.js";
import type { DataProfile } from "./formats/data-profile.js";

/** One file of a data set, which never changes: runs name the version that they train on. */
@Entity({ tableName: "dataset_version" })
export class DatasetVersion extends Row {
  @ManyToOne(() => Dataset, { ref: true })
  dataset!: Ref<Dataset>;

  @ManyToOne(() => Organisation, { ref: true })
  organisation!: Ref<Organisation>;

  @ManyToOne(() => User, { ref: true, nullable: true, fieldName: "created_by" })
  createdBy: Ref<User> | null = null;

  /** Counts from 1. */
  @Property({ type: "integer" })
  number!: number;

  /** How to read the file, by its kind's format. */
  @Property({ type: "json" })
  options!: Record<string, unknown>;

  /** As its owner calls the licence that it is under. */
  @Property({ type: "text" })
  licence: string = "";

  /** Who made it, and how it came here. */
  @Property({ type: "text" })
  provenance: string = "";

  /** What the file was called where it came from. */
  @Property({ type: "text" })
  fileName!: string;

  /** In bytes. */
  @Property({ type: new BigIntType("number") })
  size!: number;

  /** Of the bytes, in hexadecimal. */
  @Property({ type: "text" })
  sha256!: string;

  @Property({ type: "json" })
  profile!: DataProfile;
}
