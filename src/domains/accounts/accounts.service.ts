import type { EntityManager } from "@mikro-orm/postgresql";
import type { GraphQLResolveInfo } from "graphql";
import type { NodeReaders } from "../../kernel/read/nodes.js";
import { allOf, hasId, type Condition, type Reader, type Row } from "../../kernel/read/reader.js";
import { authorShape, organisationShape, viewerShape } from "./accounts.shapes.js";
import { Membership, type Role } from "./membership.entity.js";
import { Organisation } from "./organisation.entity.js";
import { hashPassword } from "./passwords.js";
import { User } from "./user.entity.js";
import type { Viewer } from "./viewer.js";

/** A person to be there after seeding. */
export interface Person {
  email: string;
  name: string;
  /** Taken only when the person is new; without one they cannot sign in. */
  password?: string;
  isAdministrator?: boolean;
}

/** The people and organisations of the product. */
export class AccountsService {
  readonly nodes: NodeReaders<Viewer> = {
    Organisation: { read: (viewer, id, info) => this.readOrganisation(viewer, id, info) },
    Author: { read: (_viewer, id, info) => this.readAuthor(id, info) },
  };

  constructor(private readonly reader: Reader) {}

  readViewer(viewer: Viewer, info: GraphQLResolveInfo): Promise<Row | null> {
    return this.reader.one(
      viewerShape,
      (row, statement) =>
        `${row}.id = ${statement.value(viewer.userId)} and ${row}.organisation_id = ${statement.value(viewer.organisationId)}`,
      info,
    );
  }

  /** The viewer's own organisation; any other does not exist for them. */
  readOrganisation(viewer: Viewer, id: string, info: GraphQLResolveInfo): Promise<Row | null> {
    if (id !== viewer.organisationId) return Promise.resolve(null);
    return this.reader.one(organisationShape, hasId(id), info);
  }

  /** Whoever has written or reviewed content; other people do not exist here. */
  readAuthor(id: string, info: GraphQLResolveInfo): Promise<Row | null> {
    const hasWritten: Condition = (row) =>
      `exists (select from content_revision r where ${row}.id in (r.author_id, r.reviewer_id))`;
    return this.reader.one(authorShape, allOf(hasId(id), hasWritten), info);
  }

  /** Makes sure that an organisation is there; an existing one is left as it is. In the caller's transaction. */
  async ensureOrganisation(em: EntityManager, slug: string, name: string): Promise<Organisation> {
    const found = await em.findOne(Organisation, { slug });
    const organisation = found ?? em.create(Organisation, { slug, name });
    await em.flush();
    return organisation;
  }

  /** Makes sure that a person is there; says whether they are new. An existing one keeps password and rights. */
  async ensurePerson(em: EntityManager, person: Person): Promise<{ user: User; created: boolean }> {
    const email = person.email.trim().toLowerCase();
    const found = await em.findOne(User, { email });
    if (found) return { user: found, created: false };
    const user = em.create(User, {
      email,
      name: person.name,
      passwordHash: person.password === undefined ? null : await hashPassword(person.password),
      isAdministrator: person.isAdministrator ?? false,
    });
    await em.flush();
    return { user, created: true };
  }

  async ensureMembership(em: EntityManager, user: User, organisation: Organisation, role: Role): Promise<void> {
    const key = { user: user.id, organisation: organisation.id };
    if (!(await em.findOne(Membership, key))) {
      em.create(Membership, { ...key, role });
      await em.flush();
    }
  }
}
