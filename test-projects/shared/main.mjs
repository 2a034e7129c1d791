import { KelasError, NotFoundError } from "@kelaskit/core";
import { createSkilvul } from "@kelaskit/skilvul";
import { resultLine, runScenario } from "./scenario.mjs";

const baseUrl = process.env.KELASKIT_MOCK_URL;
console.log(resultLine(await runScenario({ createSkilvul, KelasError, NotFoundError, baseUrl })));
