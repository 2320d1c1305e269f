import { uuidv7 } from "uuidv7";
import { NotFound } from "./errors.js";

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** A new row id: a UUIDv7 (RFC 9562), so ids sort by creation. */
export function newId(): string {
  return uuidv7();
}

/** The id that clients see, unique over all types (Relay's global object identification): `TrainingRun_<uuid>`. */
export function globalId(type: string, id: string): string {
  return `${type}_${id}`;
}

/** The two parts of a global id, or undefined for anything else. */
export function parseGlobalId(id: string): { type: string; id: string } | undefined {
  const at = id.lastIndexOf("_");
  const uuid = id.slice(at + 1);
  return at > 0 && UUID.test(uuid) ? { type: id.slice(0, at), id: uuid } : undefined;
}

/** The row id inside a global id of the given type; throws `NotFound` for another type's id or a malformed one. */
export function rowId(type: string, id: string): string {
  const parsed = parseGlobalId(id);
  if (parsed?.type !== type) throw new NotFound(type, id);
  return parsed.id;
}
