export default {
  testMatch: ["**/tests/*.test.mjs"],
  moduleFileExtensions: ["mjs", "js", "cjs", "json"],
  transform: {},
};
