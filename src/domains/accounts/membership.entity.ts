import { PrimaryKeyProp, type Ref } from "@mikro-orm/core";
import { Entity, ManyToOne, Property } from "@mikro-orm/decorators/legacy";
import { Organisation } from "./organisation.entity.js";
import { User } from "./user.entity.js";

export enum Role {
  OWNER = "OWNER",
  CONSULTANT = "CONSULTANT",
  MEMBER = "MEMBER",
  VIEWER = "VIEWER",
}

/** A user's place in an organisation. */
@Entity({ tableName: "membership" })
export class Membership {
  [PrimaryKeyProp]?: ["user", "organisation"];

  @ManyToOne(() => User, { ref: true, primary: true })
  user!: Ref<User>;

  @ManyToOne(() => Organisation, { ref: true, primary: true })
  organisation!: Ref<Organisation>;

  @Property({ type: "text" })
  role!: Role;
}
