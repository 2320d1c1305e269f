import config from "./jest.config.mjs";

/** Tests in a real Chromium, found at CHROMIUM or where Debian puts it. They are no part of `npm test`. */
export default { ...config, roots: ["<rootDir>/test/browser"], testPathIgnorePatterns: [] };
