import Upload from "graphql-upload/Upload.mjs";
import { GraphQLError, type ASTVisitor, type ValidationContext } from "graphql";

/** The one character of a GraphQL string that PostgreSQL does not take. */
const NUL = "\u0000";

function refusal(where: string): GraphQLError {
  return new GraphQLError(`${where} holds the character U+0000, which no text here may hold.`, {
    extensions: { code: "BAD_USER_INPUT" },
  });
}

/** Validation rule: refuses texts in the document that cannot be stored. */
export function storableTexts(context: ValidationContext): ASTVisitor {
  return {
    StringValue(node) {
      if (node.value.includes(NUL)) context.reportError(refusal("A text of the query"));
    },
  };
}

/** Throws for a variable that holds, however deep, a text that cannot be stored. */
export function requireStorable(variables: Record<string, unknown>): void {
  for (const [name, value] of Object.entries(variables)) if (holdsNul(value)) throw refusal(`Variable $${name}`);
}

function holdsNul(value: unknown): boolean {
  if (typeof value === "string") return value.includes(NUL);
  if (typeof value !== "object" || value === null || value instanceof Upload) return false;
  return Object.entries(value).some(([key, entry]) => key.includes(NUL) || holdsNul(entry));
}
