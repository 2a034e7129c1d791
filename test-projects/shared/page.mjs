// Runs the scenario in a page, with the mock's address from the page's own address.
import { KelasError, NotFoundError } from "@kelaskit/core";
import { createSkilvul } from "@kelaskit/skilvul";
import { resultLine, runScenario } from "./scenario.mjs";

const baseUrl = new URLSearchParams(globalThis.location.search).get("mock");
console.log(resultLine(await runScenario({ createSkilvul, KelasError, NotFoundError, baseUrl })));
