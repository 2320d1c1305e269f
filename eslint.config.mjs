import js from "@eslint/js";
import { defineConfig, globalIgnores } from "eslint/config";
import tseslint from "typescript-eslint";

/** They start processes, so they alone may read the environment. */
const executables = ["src/launcher/executable.ts", "workers/runtime/child-environment.ts"];

/** Selectors of syntax that the house does without, with the way it does instead. */
const noBarrels = {
  selector: ":matches(ExportAllDeclaration, ExportNamedDeclaration[source])",
  message: "No barrels: import from the file that declares it.",
};
const noEnvironment = {
  selector: [
    "MemberExpression[object.name='process'][property.name='env']",
    "VariableDeclarator[init.name='process'] Property[key.name='env']",
    "ImportDeclaration[source.value=/^(node:)?process$/] ImportSpecifier[imported.name='env']",
  ].join(", "),
  message: "Only executables read the environment: take a Config, or an `env` argument.",
};

export default defineConfig(
  globalIgnores([
    "dist/",
    "coverage/",
    "node_modules/",
    ".groundwork/",
    "bench/.peers/",
    "**/kernels/assembly/",
    "**/generated/",
  ]),
  js.configs.recommended,
  { languageOptions: { globals: { console: "readonly", process: "readonly" } } },
  { files: ["**/*.cjs"], languageOptions: { globals: { __dirname: "readonly" } } },
  {
    files: ["**/*.ts"],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    linterOptions: { reportUnusedDisableDirectives: "error" },
    rules: {
      eqeqeq: ["error", "always", { null: "ignore" }],
      "no-restricted-syntax": ["error", noBarrels, noEnvironment],
      "@typescript-eslint/consistent-type-imports": [
        "error",
        { fixStyle: "inline-type-imports", disallowTypeAnnotations: false },
      ],
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_" }],
      "@typescript-eslint/restrict-template-expressions": [
        "error",
        { allowNumber: true, allowBoolean: true, allowNullish: true },
      ],
      "@typescript-eslint/switch-exhaustiveness-check": ["error", { considerDefaultExhaustiveForUnions: true }],
      // Checked arrays and records come first; an index that cannot miss says so with `!`.
      "@typescript-eslint/no-non-null-assertion": "off",
      "@typescript-eslint/no-unnecessary-condition": "off",
      // Ports are promises whether or not one adapter waits; parts are plain objects, taken apart in parameters.
      "@typescript-eslint/require-await": "off",
      "@typescript-eslint/unbound-method": "off",
      "@typescript-eslint/no-confusing-void-expression": "off",
      "@typescript-eslint/no-meaningless-void-operator": "off",
      "@typescript-eslint/no-misused-spread": "off",
      "@typescript-eslint/no-unnecessary-type-parameters": "off",
      "@typescript-eslint/no-unsafe-class-instance-assignment": "off",
      "@typescript-eslint/use-unknown-in-catch-callback-variable": "off",
    },
  },
  { files: executables, rules: { "no-restricted-syntax": ["error", noBarrels] } },
  {
    files: ["test/**/*.ts", "**/*.test.ts", "bench/**/*.ts", "scripts/**/*.ts"],
    rules: {
      "no-restricted-syntax": ["error", noBarrels],
      // Responses and saved files are looked at as they stand.
      "@typescript-eslint/no-unsafe-argument": "off",
      "@typescript-eslint/no-unsafe-assignment": "off",
      "@typescript-eslint/no-unsafe-call": "off",
      "@typescript-eslint/no-unsafe-member-access": "off",
      "@typescript-eslint/no-unsafe-return": "off",
    },
  },
);
