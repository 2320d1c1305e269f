import { createHash, randomBytes } from "node:crypto";
import { errors, jwtVerify, SignJWT } from "jose";
import { Unauthenticated } from "../../kernel/errors.js";

const ALGORITHM = "HS256";
const ISSUER = "groundwork";

/** Signs and reads access tokens: JSON Web Tokens (RFC 7519) that name a session and nothing else. */
export class AccessTokens {
  private readonly key: Uint8Array;

  constructor(
    secret: string,
    private readonly minutes: number,
  ) {
    this.key = new TextEncoder().encode(secret);
  }

  async issue(sessionId: string, now = new Date()): Promise<{ token: string; expiresAt: Date }> {
    const expiresAt = new Date(Math.floor(now.getTime() / 1000) * 1000 + this.minutes * 60_000);
    const token = await new SignJWT()
      .setProtectedHeader({ alg: ALGORITHM })
      .setIssuer(ISSUER)
      .setSubject(sessionId)
      .setIssuedAt(now)
      .setExpirationTime(expiresAt)
      .sign(this.key);
    return { token, expiresAt };
  }

  /** The session that a token names. Throws `Unauthenticated` for a malformed, foreign or expired one. */
  async read(token: string): Promise<{ sessionId: string; expiresAt: Date }> {
    try {
      const { payload } = await jwtVerify(token, this.key, {
        issuer: ISSUER,
        algorithms: [ALGORITHM],
        requiredClaims: ["sub", "exp"],
      });
      return { sessionId: payload.sub!, expiresAt: new Date(payload.exp! * 1000) };
    } catch (error) {
      if (error instanceof errors.JWTExpired) {
        throw new Unauthenticated(
          "EXPIRED_TOKEN",
          "The access token has expired: refresh the session or sign in again.",
        );
      }
      throw new Unauthenticated("MALFORMED_TOKEN", "The access token is not one of ours.");
    }
  }
}

/** A refresh token (256 random bits, base64url) and what is kept of it. */
export function newRefreshToken(): { token: string; hash: string } {
  const token = randomBytes(32).toString("base64url");
  return { token, hash: hashRefreshToken(token) };
}

export function hashRefreshToken(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}
