import type { EntityManager } from "@mikro-orm/postgresql";
import type { NodeReaders } from "../../kernel/read/nodes.js";
import type { Reader } from "../../kernel/read/reader.js";
import type { Viewer } from "../accounts/viewer.js";
import { ContentReader } from "../content/content.reader.js";
import { ContentService } from "../content/content.service.js";
import type { ContentWriter, SeedChange, SeedEntry } from "../content/content.writer.js";
import { checklistItemKind } from "./checklist-item.content.js";
import { checklistKind, frameworkKind } from "./compliance.content.js";
import { scopingQuestionKind, scopingRuleKind } from "./scoping/scoping.content.js";
import { checklistItemView, checklistView, frameworkView } from "./compliance.views.js";

/** What the packs hold of this domain; an item's content names its checklist and its position in it. */
export interface CompliancePacks {
  frameworks: SeedEntry[];
  checklists: SeedEntry[];
  items: SeedEntry[];
  scopingQuestions: SeedEntry[];
  scopingRules: SeedEntry[];
}

/** Laws and standards, and the checklists that lead through them. */
export class ComplianceService {
  readonly frameworks;
  readonly checklists;
  readonly items;
  readonly nodes: NodeReaders<Viewer>;

  constructor(
    reader: Reader,
    private readonly writer: ContentWriter,
  ) {
    this.frameworks = new ContentReader(frameworkView, reader);
    this.checklists = new ContentService(checklistKind, checklistView, reader, writer);
    this.items = new ContentService(checklistItemKind, checklistItemView, reader, writer);
    this.nodes = { ComplianceFramework: this.frameworks, Checklist: this.checklists, ChecklistItem: this.items };
  }

  /** Brings frameworks, checklists and items to what the packs say, in the caller's transaction. */
  async seed(
    em: EntityManager,
    editorId: string,
    { frameworks, checklists, items, scopingQuestions, scopingRules }: CompliancePacks,
  ): Promise<SeedChange[]> {
    return [
      ...(await this.writer.seed(em, frameworkKind, editorId, frameworks)),
      ...(await this.writer.seed(em, checklistKind, editorId, checklists)),
      ...(await this.writer.seed(em, checklistItemKind, editorId, items)),
      ...(await this.writer.seed(em, scopingQuestionKind, editorId, inOrder(scopingQuestions))),
      ...(await this.writer.seed(em, scopingRuleKind, editorId, inOrder(scopingRules))),
    ];
  }
}

function inOrder(entries: readonly SeedEntry[]): SeedEntry[] {
  return entries.map(({ slug, content }, position) => ({ slug, content: { ...content, position } }));
}
