const { KelasError, NotFoundError } = require("@kelaskit/core");
const { createSkilvul } = require("@kelaskit/skilvul");
const { resultLine, runScenario } = require("./scenario.cjs");

const baseUrl = process.env.KELASKIT_MOCK_URL;
runScenario({ createSkilvul, KelasError, NotFoundError, baseUrl }).then((result) => {
  console.log(resultLine(result));
});
