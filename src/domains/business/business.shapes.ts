import type { Shape } from "../../kernel/read/shape.js";
import { contentColumns, reviewedColumns, revisionsOf } from "../content/content.shapes.js";

export const talentRoleShape: Shape = {
  type: "TalentRole",
  table: "talent_role",
  columns: contentColumns("TalentRole", "name", "summary", "responsibilities", "skills"),
};

export const challengeAreaShape: Shape = {
  type: "ChallengeArea",
  table: "challenge_area",
  columns: contentColumns("ChallengeArea", "name", "summary", "challenges", "links"),
};

export const businessModelShape: Shape = {
  type: "BusinessModel",
  table: "business_model",
  columns: reviewedColumns(
    "BusinessModel",
    "name",
    "summary",
    "howItEarns",
    "canvas",
    "revenueDrivers",
    "costDrivers",
    "risks",
    "checklists",
  ),
  many: {
    talentRoles: {
      shape: () => talentRoleShape,
      on: (model, role) => `${role}.slug = any(${model}.talent_roles)`,
      order: (role, model) => `array_position(${model}.talent_roles, ${role}.slug)`,
      max: 50,
    },
    revisions: revisionsOf("BusinessModel"),
  },
};
