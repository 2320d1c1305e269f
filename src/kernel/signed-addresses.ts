import { createHmac, timingSafeEqual } from "node:crypto";
import { Forbidden } from "./errors.js";

/** How long a download address works at least. */
const ADDRESS_MINUTES = 15;

/** What an address says of its right to be followed. */
export interface AddressSignature {
  expires?: string;
  signature?: string;
}

/** Download addresses that are signed and expire: whoever has one may fetch what it leads to, without a token. */
export class SignedAddresses {
  /** `kind` keeps apart what is signed for different things under one secret; `path` is where they are served. */
  constructor(
    private readonly secret: string,
    private readonly kind: string,
    private readonly path: string,
  ) {}

  /** Path and query of an address that works for 15 minutes. */
  addressOf(id: string, now = Date.now()): string {
    const expires = wholeMinute(now) + (ADDRESS_MINUTES + 1) * 60;
    return `${this.path}/${id}?expires=${expires}&signature=${this.signature(id, expires)}`;
  }

  /** Until when an address that is made now works at least. */
  expiry(now = Date.now()): string {
    return new Date((wholeMinute(now) + ADDRESS_MINUTES * 60) * 1000).toISOString();
  }

  /** Throws `Forbidden` for a forged or expired address. */
  check(id: string, { expires, signature }: AddressSignature): void {
    const given = Buffer.from(signature ?? "", "base64url");
    const due = Buffer.from(this.signature(id, Number(expires)), "base64url");
    if (given.length !== due.length || !timingSafeEqual(given, due))
      throw new Forbidden("The download address is not signed.");
    if (Number(expires) * 1000 < Date.now())
      throw new Forbidden(`The download address has expired: read the ${this.kind}'s url again.`);
  }

  private signature(id: string, expires: number): string {
    return createHmac("sha256", this.secret).update(`${this.kind}:${id}:${expires}`).digest("base64url");
  }
}

/** Addresses of one minute are the same, so that browsers find what they have fetched. In seconds. */
function wholeMinute(now: number): number {
  return Math.floor(now / 60_000) * 60;
}
