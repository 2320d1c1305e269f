import { InvalidInput } from "../../kernel/errors.js";
import type { ContentKind } from "../content/content.kind.js";
import { BusinessModel } from "./business-model.entity.js";
import { businessModelContent, challengeAreaContent, talentRoleContent } from "./business.specs.js";
import { ChallengeArea } from "./challenge-area.entity.js";
import { TalentRole } from "./talent-role.entity.js";

/** How a business model is edited and seeded. Its talent roles have to exist; its checklists are another domain's. */
export const businessModelKind: ContentKind<BusinessModel, typeof businessModelContent> = {
  name: "BusinessModel",
  entity: BusinessModel,
  spec: businessModelContent,
  find: (em, where) => em.find(BusinessModel, where),

  contentOf: (model) => ({
    name: model.name,
    summary: model.summary,
    howItEarns: model.howItEarns,
    canvas: model.canvas,
    revenueDrivers: model.revenueDrivers,
    costDrivers: model.costDrivers,
    risks: model.risks,
    talentRoles: model.talentRoles,
    checklists: model.checklists,
  }),

  async apply(em, model, content) {
    const roles = await em.find(TalentRole, { slug: { $in: content.talentRoles } });
    const known = new Set(roles.map(({ slug }) => slug));
    const missing = content.talentRoles.findIndex((slug) => !known.has(slug));
    if (missing >= 0) {
      throw new InvalidInput(
        `input.talentRoles.${missing}`,
        `there is no talent role ${content.talentRoles[missing]}.`,
      );
    }
    Object.assign(model, content);
  },
};

export const talentRoleKind: ContentKind<TalentRole, typeof talentRoleContent> = {
  name: "TalentRole",
  entity: TalentRole,
  spec: talentRoleContent,
  find: (em, where) => em.find(TalentRole, where),
  contentOf: ({ position, name, summary, responsibilities, skills }) => ({
    position,
    name,
    summary,
    responsibilities,
    skills,
  }),
  apply: (_em, role, content) => void Object.assign(role, content),
};

export const challengeAreaKind: ContentKind<ChallengeArea, typeof challengeAreaContent> = {
  name: "ChallengeArea",
  entity: ChallengeArea,
  spec: challengeAreaContent,
  find: (em, where) => em.find(ChallengeArea, where),
  contentOf: ({ position, name, summary, challenges, links }) => ({ position, name, summary, challenges, links }),
  apply: (_em, area, content) => void Object.assign(area, content),
};
