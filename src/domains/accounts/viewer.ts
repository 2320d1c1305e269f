import { Forbidden } from "../../kernel/errors.js";
import { Role } from "./membership.entity.js";

/** What a viewer may be allowed to do. */
export type Permission =
  | "content:edit"
  | "workers:read"
  | "workers:manage"
  | "quotas:manage"
  | "retention:read"
  | "dataset:edit"
  | "economics:edit"
  | "economics:read"
  | "run:launch"
  | "run:read"
  | "assessment:edit"
  | "assessment:read"
  | "assessment:review";

/** What administrators may beyond their role in their organisation. */
const OF_ADMINISTRATORS: readonly Permission[] = [
  "content:edit",
  "workers:read",
  "workers:manage",
  "quotas:manage",
  "retention:read",
];

const BY_ROLE: Record<Role, readonly Permission[]> = {
  [Role.OWNER]: [
    "assessment:edit",
    "assessment:read",
    "assessment:review",
    "dataset:edit",
    "economics:edit",
    "economics:read",
    "run:launch",
    "run:read",
  ],
  [Role.CONSULTANT]: [
    "assessment:edit",
    "assessment:read",
    "assessment:review",
    "dataset:edit",
    "economics:edit",
    "economics:read",
    "run:launch",
    "run:read",
  ],
  [Role.MEMBER]: [
    "assessment:edit",
    "assessment:read",
    "dataset:edit",
    "economics:edit",
    "economics:read",
    "run:launch",
    "run:read",
  ],
  [Role.VIEWER]: ["assessment:read", "economics:read", "run:read"],
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

  /** Equal for viewers who may reach the same. */
  get scope(): string {
    return `${this.organisationId} ${this.role}${this.isAdministrator ? " administrator" : ""}`;
  }

  /** This viewer, who calls `onPersonal` when asked which person it is: what was made without asking is for all of the scope. */
  watched(onPersonal: () => void): Viewer {
    const personal = (key: "userId" | "sessionId") => ({
      get: () => {
        onPersonal();
        return this[key];
      },
    });
    return Object.create(this, { userId: personal("userId"), sessionId: personal("sessionId") }) as Viewer;
  }

  may(permission: Permission): boolean {
    return (this.isAdministrator && OF_ADMINISTRATORS.includes(permission)) || BY_ROLE[this.role].includes(permission);
  }

  /** Throws `Forbidden` unless the viewer's role allows it. */
  require(permission: Permission): void {
    if (!this.may(permission))
      throw new Forbidden(`This needs the permission ${permission}, which your role does not have.`);
  }
}
