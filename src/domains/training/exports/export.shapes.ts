import { idColumn, instantColumn, plainColumns, type Shape } from "../../../kernel/read/shape.js";
import { artifactShape } from "../artifacts/artifact.shapes.js";

export const exportShape: Shape = {
  type: "ModelExport",
  table: "model_export",
  columns: {
    id: idColumn("ModelExport"),
    ...plainColumns("format", "precision", "status", "report", "error"),
    createdAt: instantColumn("created_at"),
    finishedAt: instantColumn("finished_at"),
  },
  one: {
    artifact: { shape: () => artifactShape, on: (made, artifact) => `${artifact}.id = ${made}.artifact_id` },
  },
};
