import { Entity, Property } from "@mikro-orm/decorators/legacy";
import type { Localized } from "../../kernel/localized.js";
import { Content } from "../content/content.entity.js";
import type { ChallengeAreaContent } from "./business.specs.js";

/** A field of difficulties with a measure for each, and the content that helps. */
@Entity({ tableName: "challenge_area" })
export class ChallengeArea extends Content {
  @Property({ type: "integer" })
  position!: number;

  @Property({ type: "json" })
  name!: Localized;

  @Property({ type: "json" })
  summary!: Localized;

  @Property({ type: "json" })
  challenges!: ChallengeAreaContent["challenges"];

  @Property({ type: "json" })
  links!: ChallengeAreaContent["links"];
}
