export default {
  testEnvironment: "node",
  roots: ["<rootDir>/test", "<rootDir>/workers"],
  testMatch: ["**/*.test.ts"],
  extensionsToTreatAsEsm: [".ts"],
  transform: { "^.+\\.ts$": "@swc/jest" },
  moduleNameMapper: { "^(\\.{1,2}/.*)\\.js$": "$1" },
  globalSetup: "<rootDir>/test/harness/global-setup.mjs",
  globalTeardown: "<rootDir>/test/harness/global-teardown.mjs",
  testTimeout: 120_000,
  maxWorkers: 2,
  testPathIgnorePatterns: ["/node_modules/", "<rootDir>/test/browser/", "<rootDir>/test/survival/"],
  modulePathIgnorePatterns: ["<rootDir>/dist"],
};
