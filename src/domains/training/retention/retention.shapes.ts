import { instantColumn, plainColumns, type Shape } from "../../../kernel/read/shape.js";

export const retentionReportShape: Shape = {
  type: "RetentionReport",
  table: "retention_report",
  columns: {
    ...plainColumns("class", "deleted", "runs", "bytes"),
    deletedBefore: instantColumn("deleted_before"),
    at: instantColumn("created_at"),
  },
};
