module.exports = {
  testMatch: ["**/tests/*.test.mjs"],
  moduleFileExtensions: ["js", "mjs", "cjs", "json"],
  transform: { "\\.m?js$": ["@swc/jest", { jsc: { target: "es2023" }, module: { type: "commonjs" } }] },
  // The packages and what they need are ES modules only: all of node_modules is transformed, once, and kept in a cache.
  transformIgnorePatterns: [],
};
