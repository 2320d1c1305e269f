/**
 * The layers of the house, as rules over imports; types count like values. `npm run check:architecture` runs them,
 * `test/architecture.test.ts` plants a violation of each.
 */
const { join } = require("node:path");

/** Inside a domain the suffix says the layer. Lowest first: a file imports its own layer and those below it. */
const layers = [
  { name: "contract", suffixes: ["entity", "refusals", "events", "jobs", "spec", "specs"] },
  { name: "policy", suffixes: ["policy"] },
  {
    name: "service",
    suffixes: ["service", "services", "loaders", "shapes", "views", "kind", "content", "reader", "writer", "store"],
  },
  { name: "types", suffixes: ["types", "inputs"] },
  { name: "resolver", suffixes: ["resolver", "resolvers"] },
];

/** Every domain, with the domains that it may import. */
const domains = {
  accounts: [],
  content: ["accounts"],
  training: ["accounts"],
  questions: ["accounts", "content", "training"],
  business: ["accounts", "content", "training"],
  compliance: ["accounts", "content", "training"],
  engagements: ["accounts", "content", "training", "questions", "business", "compliance"],
};

const filesOf = (...some) => `^src/domains/.+\\.(${some.flatMap(({ suffixes }) => suffixes).join("|")})\\.ts$`;
const named = (name) => layers.find((layer) => layer.name === name);
const graphqlLayers = filesOf(named("types"), named("resolver"));
const forbid = (name, comment, from, to) => ({ name, comment, severity: "error", from, to });

module.exports = {
  forbidden: [
    ...layers
      .slice(0, -1)
      .map((layer, rank) =>
        forbid(
          `${layer.name}-imports-upwards`,
          `A ${layer.name} file knows nothing of the layers above it, not even through others.`,
          { path: filesOf(layer) },
          { path: filesOf(...layers.slice(rank + 1)), reachable: true },
        ),
      ),
    forbid(
      "plain-file-imports-graphql",
      "A file without a layer's suffix belongs below the GraphQL layers.",
      { path: "^src/domains/.+/[^./]+\\.ts$" },
      { path: graphqlLayers },
    ),
    ...Object.entries(domains).map(([domain, below]) =>
      forbid(
        `${domain}-imports-beyond`,
        `${domain} may import ${below.join(", ") || "no other domain"}; a reaction upwards is an event.`,
        { path: `^src/domains/${domain}/` },
        { path: "^src/domains/", pathNot: [domain, ...below].map((allowed) => `^src/domains/${allowed}/`) },
      ),
    ),
    forbid(
      "unknown-domain",
      "Say in .dependency-cruiser.cjs where a new domain stands.",
      { path: "^src/domains/", pathNot: `^src/domains/(${Object.keys(domains).join("|")})/` },
      {},
    ),
    forbid(
      "domain-imports-composition",
      "Domains are composed; they do not compose. Resolvers alone know the context.",
      { path: "^src/domains/", pathNot: filesOf(named("resolver")) },
      { path: "^src/[^/]+\\.ts$" },
    ),
    forbid(
      "resolver-imports-composition",
      "Of the composition, a resolver knows the context alone.",
      { path: filesOf(named("resolver")) },
      { path: "^src/[^/]+\\.ts$", pathNot: "^src/context\\.ts$" },
    ),
    forbid(
      "kernel-imports-outwards",
      "The kernel stands below everything.",
      { path: "^src/kernel/" },
      { path: "^(src|workers|seeds|migrations)/", pathNot: "^src/kernel/" },
    ),
    forbid(
      "graphql-imports-domain",
      "What all GraphQL types share knows none of them.",
      { path: "^src/graphql/" },
      { path: "^src/(domains|database|launcher)/" },
    ),
    forbid(
      "process-code-imports-domain",
      "Starting databases and processes needs no domain.",
      { path: "^src/(database|launcher)/" },
      { path: "^src/(domains|graphql)/" },
    ),
    forbid(
      "src-imports-workers",
      "src/ owns specs, workers/ their implementations.",
      { path: "^src/" },
      { path: "^workers/" },
    ),
    forbid("src-imports-tensorflow", "The API starts without TensorFlow.", { path: "^src/" }, { path: "@tensorflow/" }),
    forbid(
      "workers-import-graphql",
      "A worker loads no GraphQL, not even through others.",
      { path: "^workers/", pathNot: "\\.test\\.ts$" },
      { path: [graphqlLayers, "^src/(graphql/|schema\\.ts|server\\.ts)"], reachable: true },
    ),
    forbid(
      "seeds-import-graphql",
      "Seeding uses the services.",
      { path: "^seeds/" },
      { path: [graphqlLayers, "^src/(graphql/|schema\\.ts|server\\.ts)", "^workers/"], reachable: true },
    ),
    forbid(
      "migrations-import-code",
      "A migration stays true when entities change: it imports nothing of the product.",
      { path: "^migrations/" },
      { path: "^(src|workers|seeds)/" },
    ),
    forbid(
      "client-imports-server",
      "Clients know the API by its schema; only the demo's executable starts the product as well.",
      { path: "^(clients|web)/", pathNot: "^clients/demo/main\\.ts$" },
      { path: "^(src|workers|seeds|migrations)/" },
    ),
    forbid(
      "product-imports-tests",
      "Tests, benches and scripts are no part of the product.",
      { path: "^(src|workers|seeds|migrations|clients|web)/", pathNot: "\\.test\\.ts$" },
      { path: ["^(test|bench|scripts)/", "\\.test\\.ts$"] },
    ),
    forbid(
      "product-imports-dev-dependency",
      "What runs in production is a dependency.",
      { path: "^(src|workers|seeds|migrations)/", pathNot: "\\.test\\.ts$" },
      { dependencyTypes: ["npm-dev"] },
    ),
    forbid("unresolvable", "An import leads somewhere.", {}, { couldNotResolve: true }),
    forbid("circular", "No cycles, except among ORM entities.", { pathNot: "\\.entity\\.ts$" }, { circular: true }),
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "/kernels/assembly/" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: join(__dirname, "tsconfig.json") },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "require", "node", "default", "types"],
      mainFields: ["main", "types", "typings"],
    },
  },
};
