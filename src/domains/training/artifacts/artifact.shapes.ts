import { idColumn, instantColumn, plainColumns, type Shape } from "../../../kernel/read/shape.js";

export const artifactShape: Shape = {
  type: "Artifact",
  table: "artifact",
  columns: {
    id: idColumn("Artifact"),
    ...plainColumns("kind", "name", "mediaType", "size", "sha256"),
    createdAt: instantColumn("created_at"),
  },
};

export const checkpointShape: Shape = {
  type: "Checkpoint",
  table: "artifact",
  columns: {
    id: idColumn("Checkpoint"),
    ...plainColumns("step", "epoch", "size", "sha256"),
    createdAt: instantColumn("created_at"),
  },
};
