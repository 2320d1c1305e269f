import type { EntityManager } from "@mikro-orm/postgresql";
import { Unauthenticated } from "../../kernel/errors.js";
import type { Reader } from "../../kernel/read/reader.js";
import { InvalidCredentials } from "./accounts.refusals.js";
import { Membership, type Role } from "./membership.entity.js";
import { PASSWORD_MAX, passwordFits } from "./passwords.js";
import { Session } from "./session.entity.js";
import { type AccessTokens, hashRefreshToken, newRefreshToken } from "./tokens.js";
import { User } from "./user.entity.js";
import { Viewer } from "./viewer.js";

/** A session just opened or refreshed. `expiresAt` is the access token's. */
export interface OpenedSession {
  accessToken: string;
  refreshToken: string;
  expiresAt: Date;
  viewer: Viewer;
}

interface KnownToken {
  viewer: Viewer;
  expiresAt: number;
  checkedAt: number;
}

/** How long a verified token is believed before its session is looked up again: the longest a revoked one lives on. */
const RECHECK_MS = 5_000;
const KNOWN_TOKENS_MAX = 10_000;

/** Signing in, staying signed in, and knowing who asks. */
export class SessionService {
  private readonly known = new Map<string, KnownToken>();

  constructor(
    private readonly em: EntityManager,
    private readonly reader: Reader,
    private readonly tokens: AccessTokens,
    private readonly refreshTokenDays: number,
  ) {}

  /** Opens a session in the user's first organisation. */
  async signIn(input: { email: string; password: string }): Promise<OpenedSession | InvalidCredentials> {
    const em = this.em.fork();
    const email = input.email.trim().toLowerCase();
    const user = input.password.length <= PASSWORD_MAX ? await em.findOne(User, { email }) : null;
    const membership = user && (await em.findOne(Membership, { user }, { orderBy: { organisation: "asc" } }));
    if (!(await passwordFits(user?.passwordHash, input.password.slice(0, PASSWORD_MAX))) || !membership) {
      return new InvalidCredentials("The e-mail address or the password is wrong.");
    }
    const refresh = newRefreshToken();
    const session = em.create(Session, {
      user: membership.user,
      organisation: membership.organisation,
      refreshTokenHash: refresh.hash,
      expiresAt: this.refreshExpiry(),
    });
    await em.flush();
    return this.opened(session, refresh.token);
  }

  /** Trades a refresh token for a new pair; the old one is spent. A spent, revoked or unknown one is refused. */
  async refresh(refreshToken: string): Promise<OpenedSession | InvalidCredentials> {
    const em = this.em.fork();
    const next = newRefreshToken();
    const changed = await em.nativeUpdate(
      Session,
      { refreshTokenHash: hashRefreshToken(refreshToken), revokedAt: null, expiresAt: { $gt: new Date() } },
      { refreshTokenHash: next.hash, expiresAt: this.refreshExpiry() },
    );
    const session = changed === 1 ? await em.findOne(Session, { refreshTokenHash: next.hash }) : null;
    if (!session) return new InvalidCredentials("The refresh token is spent, revoked or unknown: sign in again.");
    return this.opened(session, next.token);
  }

  /** Ends the viewer's session; its access token dies within seconds everywhere. */
  async signOut(viewer: Viewer): Promise<void> {
    await this.em.fork().nativeUpdate(Session, { id: viewer.sessionId }, { revokedAt: new Date() });
    for (const [token, known] of this.known) if (known.viewer.sessionId === viewer.sessionId) this.known.delete(token);
  }

  /** Who a bearer token speaks for. Throws `Unauthenticated` for a malformed, expired or revoked one. */
  async viewerOf(accessToken: string): Promise<Viewer> {
    const now = Date.now();
    const known = this.known.get(accessToken);
    if (known && known.expiresAt > now && known.checkedAt > now - RECHECK_MS) return known.viewer;
    const { sessionId, expiresAt } = await this.tokens.read(accessToken);
    const viewer = await this.viewerOfSession(sessionId);
    if (this.known.size >= KNOWN_TOKENS_MAX) this.known.clear();
    this.known.set(accessToken, { viewer, expiresAt: expiresAt.getTime(), checkedAt: now });
    return viewer;
  }

  /** The viewers of those of these sessions that have not ended, by session, with what they may do now. */
  async openSessions(sessionIds: string[]): Promise<Map<string, Viewer>> {
    const rows = await this.reader.query<{
      id: string;
      user_id: string;
      organisation_id: string;
      role: Role;
      is_administrator: boolean;
    }>(
      `select s.id, s.user_id, s.organisation_id, m.role, u.is_administrator from session s
       join membership m on m.user_id = s.user_id and m.organisation_id = s.organisation_id
       join user_account u on u.id = s.user_id
       where s.id = any($1::uuid[]) and s.revoked_at is null and s.expires_at > now()`,
      [sessionIds],
    );
    return new Map(
      rows.map((row) => [row.id, new Viewer(row.user_id, row.organisation_id, row.role, row.is_administrator, row.id)]),
    );
  }

  private async viewerOfSession(sessionId: string): Promise<Viewer> {
    const viewer = (await this.openSessions([sessionId])).get(sessionId);
    if (!viewer) throw new Unauthenticated("REVOKED_SESSION", "The session has ended: sign in again.");
    return viewer;
  }

  private async opened(session: Session, refreshToken: string): Promise<OpenedSession> {
    const { token, expiresAt } = await this.tokens.issue(session.id);
    return { accessToken: token, refreshToken, expiresAt, viewer: await this.viewerOfSession(session.id) };
  }

  private refreshExpiry(): Date {
    return new Date(Date.now() + this.refreshTokenDays * 86_400_000);
  }
}
