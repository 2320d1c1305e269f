import { Forbidden } from "../../kernel/errors.js";
import { Role } from "./membership.entity.js";

/** What a viewer may be allowed to do. */
export type Permission = "content:edit" | "workers:read" | "run:launch" | "run:read";

/** What administrators may beyond their role in their organisation. */
const OF_ADMINISTRATORS: readonly Permission[] = ["content:edit", "workers:read"];

const BY_ROLE: Record<Role, readonly Permission[]> = {
  [Role.OWNER]: ["run:launch", "run:read"],
  [Role.CONSULTANT]: ["run:launch", "run:read"],
  [Role.MEMBER]: ["run:launch", "run:read"],
  [Role.VIEWER]: ["run:read"],
};

/** Who asks, on behalf of which organisation. */
export class Viewer {
  constructor(
    readonly userId: string,
    readonly organisationId: string,
    readonly role: Role,
    readonly isAdministrator: boolean,
    readonly sessionId: string,
  ) {}

  may(permission: Permission): boolean {
    return (this.isAdministrator && OF_ADMINISTRATORS.includes(permission)) || BY_ROLE[this.role].includes(permission);
  }

  /** Throws `Forbidden` unless the viewer's role allows it. */
  require(permission: Permission): void {
    if (!this.may(permission))
      throw new Forbidden(`This needs the permission ${permission}, which your role does not have.`);
  }
}
