import { idColumn, instantColumn, plainColumns, type Shape } from "../../../../kernel/read/shape.js";

export const simulationShape: Shape = {
  type: "EconomicSimulation",
  table: "economic_simulation",
  columns: {
    id: idColumn("EconomicSimulation"),
    ...plainColumns("status", "drawn", "lastSeq", "error"),
    draws: (simulation) => `(${simulation}.spec->>'draws')::int`,
    seed: (simulation) => `(${simulation}.spec->>'seed')::int`,
    outputs: (simulation) => `${simulation}.spec->'outputs'`,
    estimates: (simulation) => `${simulation}.estimates`,
    createdAt: instantColumn("created_at"),
    startedAt: instantColumn("started_at"),
    finishedAt: instantColumn("finished_at"),
  },
};
