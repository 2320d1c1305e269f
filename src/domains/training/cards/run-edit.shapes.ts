import { instantColumn, plainColumns, type Shape } from "../../../kernel/read/shape.js";
import { authorShape } from "../../accounts/accounts.shapes.js";

export const runEditShape: Shape = {
  type: "TrainingRunEdit",
  table: "training_run_edit",
  columns: { ...plainColumns("before"), at: instantColumn("created_at") },
  one: { editor: { shape: () => authorShape, on: (edit, author) => `${author}.id = ${edit}.editor_id` } },
};
