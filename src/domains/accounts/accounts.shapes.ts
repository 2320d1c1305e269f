import { idColumn, plainColumns, type Shape } from "../../kernel/read/shape.js";

export const organisationShape: Shape = {
  type: "Organisation",
  table: "organisation",
  columns: { id: idColumn("Organisation"), ...plainColumns("slug", "name") },
};

/** A person as others see them: a name, never an address. */
export const authorShape: Shape = {
  type: "Author",
  table: "user_account",
  columns: { id: idColumn("Author"), ...plainColumns("name") },
};

/** A membership seen from inside: the user and the organisation that a session joins. */
export const viewerShape: Shape = {
  type: "Viewer",
  table: "(select u.*, m.organisation_id, m.role from user_account u join membership m on m.user_id = u.id)",
  columns: { id: idColumn("User"), ...plainColumns("email", "name", "role", "isAdministrator") },
  one: {
    organisation: {
      shape: () => organisationShape,
      on: (viewer, organisation) => `${organisation}.id = ${viewer}.organisation_id`,
    },
  },
};
