import { argon2id, hash, verify } from "argon2";

/** OWASP's second recommended setting for argon2id: 19 MiB, two passes, one lane. */
const SETTINGS = { type: argon2id, memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

/** A password no longer than this is hashed; longer ones are refused before they cost anything. */
export const PASSWORD_MAX = 200;

/** argon2id in PHC form, with a random salt. */
export function hashPassword(password: string): Promise<string> {
  return hash(password, SETTINGS);
}

let decoy: Promise<string> | undefined;

/** Whether the password fits. Takes as long for an unknown user (no hash) as for a wrong password. */
export async function passwordFits(passwordHash: string | null | undefined, password: string): Promise<boolean> {
  decoy ??= hashPassword("nobody's password");
  const fits = await verify(passwordHash ?? (await decoy), password);
  return fits && passwordHash != null;
}
