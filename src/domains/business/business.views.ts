import { byCreation, byPosition, contains, lists } from "../../kernel/read/reader.js";
import { everybody, knownTo, listedTo, publishedTo } from "../content/content.policy.js";
import type { ContentView } from "../content/content.reader.js";
import type { PublicationStatus } from "../content/content.specs.js";
import { businessModelShape, challengeAreaShape, talentRoleShape } from "./business.shapes.js";

/** What a list of business models may be narrowed to; `talentRole` and `checklist` are slugs. */
export interface BusinessModelCriteria {
  name?: string | null;
  talentRole?: string | null;
  checklist?: string | null;
  status?: PublicationStatus | null;
}

export const businessModelView: ContentView<BusinessModelCriteria> = {
  shape: () => businessModelShape,
  visible: publishedTo,
  known: knownTo,
  order: byCreation,
  conditions: ({ name, talentRole, checklist, status }, viewer) => [
    contains("name", name),
    lists("talent_roles", talentRole),
    lists("checklists", checklist),
    listedTo(viewer, status),
  ],
};

export const talentRoleView: ContentView = { shape: () => talentRoleShape, visible: everybody, order: byPosition };

export const challengeAreaView: ContentView = {
  shape: () => challengeAreaShape,
  visible: everybody,
  order: byPosition,
};
