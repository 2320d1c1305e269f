import type { Ref } from "@mikro-orm/core";
import { Entity, ManyToOne, Property } from "@mikro-orm/decorators/legacy";
import { Row } from "../../kernel/row.entity.js";
import { Organisation } from "./organisation.entity.js";
import { User } from "./user.entity.js";

/** One sign-in of one user into one organisation. Lives until it expires, is revoked, or its refresh token is spent. */
@Entity({ tableName: "session" })
export class Session extends Row {
  @ManyToOne(() => User, { ref: true })
  user!: Ref<User>;

  @ManyToOne(() => Organisation, { ref: true })
  organisation!: Ref<Organisation>;

  /** SHA-256 of the refresh token, in hex: the token itself is never kept. */
  @Property({ type: "text" })
  refreshTokenHash!: string;

  @Property({ type: "datetime" })
  expiresAt!: Date;

  @Property({ type: "datetime", nullable: true })
  revokedAt: Date | null = null;
}
