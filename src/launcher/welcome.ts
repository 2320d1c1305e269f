import type { Product } from "./launch.js";

/** What a person reads once the product answers. */
export function welcome({ url, adminEmail, adminPassword }: Product): string {
  return [
    "",
    `Groundwork is ready.`,
    "",
    `  GraphQL   ${url}/graphql (GraphiQL in a browser)`,
    `  Sign in   ${adminEmail}`,
    ...(adminPassword ? [`  Password  ${adminPassword} (made just now, not shown again)`] : []),
    "",
    "Ctrl-C ends it.",
    "",
  ].join("\n");
}
