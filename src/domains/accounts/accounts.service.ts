import type { EntityManager } from "@mikro-orm/postgresql";
import type { GraphQLResolveInfo } from "graphql";
import type { Reader, Row } from "../../kernel/read/reader.js";
import { authorShape, organisationShape, viewerShape } from "./accounts.shapes.js";
import { Membership, Role } from "./membership.entity.js";
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
  constructor(
    private readonly em: EntityManager,
    private readonly reader: Reader,
  ) {}

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
    return this.reader.one(organisationShape, (row, statement) => `${row}.id = ${statement.value(id)}`, info);
  }

  /** Whoever has written content that everybody may read. */
  readAuthor(id: string, info: GraphQLResolveInfo): Promise<Row | null> {
    return this.reader.one(
      authorShape,
      (row, statement) =>
        `${row}.id = ${statement.value(id)} and exists (select from answer a where a.author_id = ${row}.id)`,
      info,
    );
  }

  /** Makes sure that an organisation is there; an existing one is left as it is. */
  async ensureOrganisation(slug: string, name: string): Promise<Organisation> {
    const em = this.em.fork();
    const found = await em.findOne(Organisation, { slug });
    const organisation = found ?? em.create(Organisation, { slug, name });
    await em.flush();
    return organisation;
  }

  /** Makes sure that a person is there; says whether they are new. An existing one keeps password and rights. */
  async ensurePerson(person: Person): Promise<{ user: User; created: boolean }> {
    const em = this.em.fork();
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

  async ensureMembership(user: User, organisation: Organisation, role: Role): Promise<void> {
    const em = this.em.fork();
    const key = { user: user.id, organisation: organisation.id };
    if (!(await em.findOne(Membership, key))) {
      em.create(Membership, { ...key, role });
      await em.flush();
    }
  }
}
