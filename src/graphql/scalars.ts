import { GraphQLScalarType, type GraphQLScalarTypeConfig } from "graphql";
import { GraphQLDate, GraphQLDateTimeISO, GraphQLJSON, GraphQLJSONObject } from "graphql-scalars";

function renamed(scalar: GraphQLScalarType, name: string, changes: Partial<GraphQLScalarTypeConfig<unknown, unknown>>) {
  return new GraphQLScalarType({ ...scalar.toConfig(), name, ...changes });
}

/** An instant. Rows carry it as RFC 3339 text already, which is passed on as it is. */
export const DateTime = renamed(GraphQLDateTimeISO, "DateTime", {
  description: "An instant in UTC as RFC 3339 text, e.g. 2026-11-22T12:00:00.000Z.",
  serialize: (value) => (value instanceof Date ? value.toISOString() : value),
});

export const CalendarDate = renamed(GraphQLDate, "Date", {
  description: "A calendar date, e.g. 2026-11-22.",
  serialize: (value) => value,
});

export const Json = renamed(GraphQLJSON, "JSON", { description: "Any JSON value." });

export const JsonObject = renamed(GraphQLJSONObject, "JSONObject", { description: "A JSON object." });
