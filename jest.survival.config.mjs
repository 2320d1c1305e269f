import config from "./jest.config.mjs";

/** Runs that are killed again and again: minutes, not seconds. They are no part of `npm test`. */
export default { ...config, roots: ["<rootDir>/test/survival"], testPathIgnorePatterns: [] };
