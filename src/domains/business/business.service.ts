import type { EntityManager } from "@mikro-orm/postgresql";
import type { NodeReaders } from "../../kernel/read/nodes.js";
import type { Reader } from "../../kernel/read/reader.js";
import type { Viewer } from "../accounts/viewer.js";
import { ContentReader } from "../content/content.reader.js";
import { ContentService } from "../content/content.service.js";
import type { ContentWriter, SeedChange, SeedEntry } from "../content/content.writer.js";
import { ADVICE_RULES, adviceRuleSetKind } from "./advice/advice.content.js";
import { businessModelKind, challengeAreaKind, talentRoleKind } from "./business.content.js";
import { businessModelView, challengeAreaView, talentRoleView } from "./business.views.js";

/** What the packs hold of this domain. */
export interface BusinessPacks {
  talentRoles: SeedEntry[];
  businessModels: SeedEntry[];
  challengeAreas: SeedEntry[];
  adviceRules: object[];
}

/** The catalogue of business models, the people they need, and the challenges they meet. */
export class BusinessService {
  readonly models;
  readonly talentRoles;
  readonly challengeAreas;
  readonly nodes: NodeReaders<Viewer>;

  constructor(
    reader: Reader,
    private readonly writer: ContentWriter,
  ) {
    this.models = new ContentService(businessModelKind, businessModelView, reader, writer);
    this.talentRoles = new ContentReader(talentRoleView, reader);
    this.challengeAreas = new ContentReader(challengeAreaView, reader);
    this.nodes = { BusinessModel: this.models, TalentRole: this.talentRoles, ChallengeArea: this.challengeAreas };
  }

  /** Brings the catalogue to what the packs say, in the caller's transaction. */
  async seed(
    em: EntityManager,
    editorId: string,
    { talentRoles, businessModels, challengeAreas, adviceRules }: BusinessPacks,
  ): Promise<SeedChange[]> {
    return [
      ...(await this.writer.seed(em, talentRoleKind, editorId, inOrder(talentRoles))),
      ...(await this.writer.seed(em, businessModelKind, editorId, businessModels)),
      ...(await this.writer.seed(em, challengeAreaKind, editorId, inOrder(challengeAreas))),
      ...(await this.writer.seed(em, adviceRuleSetKind, editorId, [
        { slug: ADVICE_RULES, content: { rules: adviceRules } },
      ])),
    ];
  }
}

function inOrder(entries: readonly SeedEntry[]): SeedEntry[] {
  return entries.map(({ slug, content }, position) => ({ slug, content: { ...content, position } }));
}
