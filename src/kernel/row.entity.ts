import { PrimaryKey, Property } from "@mikro-orm/decorators/legacy";
import { OptionalProps } from "@mikro-orm/core";
import { newId } from "./ids.js";

/** What every table with a key of its own has: a UUIDv7, and the instant of its creation. */
export abstract class Row {
  [OptionalProps]?: string;

  @PrimaryKey({ type: "uuid" })
  id: string = newId();

  @Property({ type: "datetime" })
  createdAt: Date = new Date();
}
