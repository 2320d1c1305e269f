import { Entity, Property } from "@mikro-orm/decorators/legacy";
import type { Localized } from "../../kernel/localized.js";
import { Content } from "../content/content.entity.js";
import type { Confidence } from "../content/content.specs.js";
import type { FrameworkContent, FrameworkKind, Jurisdiction } from "./compliance.specs.js";

/** A law, regulation, standard or voluntary framework that checklist items cite. */
@Entity({ tableName: "compliance_framework" })
export class Framework extends Content {
  @Property({ type: "json" })
  name!: Localized;

  @Property({ type: "text" })
  jurisdiction!: Jurisdiction;

  @Property({ type: "text" })
  kind!: FrameworkKind;

  /** How the issuer numbers it, e.g. `Regulation (EU) 2016/679`. */
  @Property({ type: "text" })
  officialReference!: string;

  /** The version that the citations are numbered by. */
  @Property({ type: "text" })
  versionLabel!: string;

  /** First day of general application; null where it binds nobody by law. */
  @Property({ type: "date", nullable: true })
  effectiveFrom: string | null = null;

  @Property({ type: "json" })
  amendedBy!: string[];

  @Property({ type: "json" })
  milestones!: FrameworkContent["milestones"];

  @Property({ type: "json" })
  source!: FrameworkContent["source"];

  @Property({ type: "text" })
  confidence!: Confidence;
}
