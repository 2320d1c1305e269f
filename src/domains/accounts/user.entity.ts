import { Entity, Property } from "@mikro-orm/decorators/legacy";
import { Row } from "../../kernel/row.entity.js";

/** A person, or an editorial name without a password. */
@Entity({ tableName: "user_account" })
export class User extends Row {
  @Property({ type: "text" })
  email!: string;

  @Property({ type: "text" })
  name!: string;

  /** argon2id, in PHC form; null for a name that cannot sign in. */
  @Property({ type: "text", nullable: true })
  passwordHash: string | null = null;

  /** May edit what all organisations share. */
  @Property({ type: "boolean" })
  isAdministrator: boolean = false;
}
