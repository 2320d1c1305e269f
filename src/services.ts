import type { MikroORM } from "@mikro-orm/postgresql";
import type { Pool } from "pg";
import type { Config } from "./config.js";
import { AccountsService } from "./domains/accounts/accounts.service.js";
import { SessionService } from "./domains/accounts/sessions.service.js";
import { AccessTokens } from "./domains/accounts/tokens.js";
import type { Viewer } from "./domains/accounts/viewer.js";
import { ContentWriter } from "./domains/content/content.writer.js";
import { QuestionsService } from "./domains/questions/questions.service.js";
import { Nodes } from "./kernel/read/nodes.js";
import { Reader } from "./kernel/read/reader.js";

/** Everything that resolvers and processors call. */
export type Services = Awaited<ReturnType<typeof buildServices>>;

/** Builds the services on one database connection pool, for the API as for a worker. */
export async function buildServices(orm: MikroORM, config: Config & { secret: string }) {
  const pool = await (orm.em.getConnection() as unknown as { getNativeClient(): Promise<Pool> }).getNativeClient();
  const em = orm.em as never as import("@mikro-orm/postgresql").EntityManager;
  const reader = new Reader(pool);
  const writer = new ContentWriter(em);
  const accounts = new AccountsService(em, reader);
  const sessions = new SessionService(
    em,
    reader,
    new AccessTokens(config.secret, config.accessTokenMinutes),
    config.refreshTokenDays,
  );
  const questions = new QuestionsService(em, reader, writer);
  const nodes = new Nodes<Viewer>(
    {
      Organisation: (viewer, id, info) => accounts.readOrganisation(viewer, id, info),
      Author: (_viewer, id, info) => accounts.readAuthor(id, info),
      Question: (viewer, id, info) => questions.read(viewer, id, info),
    },
    () => null,
  );
  return { pool, reader, writer, accounts, sessions, questions, nodes };
}
