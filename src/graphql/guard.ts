import { defaultFieldResolver, type GraphQLFieldResolver, type GraphQLSchema } from "graphql";

/** Field extension: a root field that needs no sign-in. */
export const PUBLIC = { public: true };

/** Denies by default: every root field that is not marked `PUBLIC` needs a viewer before its resolver runs. */
export function requireViewers(schema: GraphQLSchema): GraphQLSchema {
  for (const root of [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()]) {
    for (const field of Object.values(root?.getFields() ?? {})) {
      if (field.extensions.public) continue;
      if (field.subscribe) field.subscribe = guarded(field.subscribe);
      else field.resolve = guarded(field.resolve ?? defaultFieldResolver);
    }
  }
  return schema;
}

function guarded(
  resolve: GraphQLFieldResolver<unknown, { viewer: unknown }>,
): GraphQLFieldResolver<unknown, { viewer: unknown }> {
  return (source, args, context, info) => {
    void context.viewer; // the getter throws Unauthenticated
    return resolve(source, args, context, info);
  };
}
