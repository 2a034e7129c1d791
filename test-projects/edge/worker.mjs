import { KelasError, NotFoundError } from "@kelaskit/core";
import { createSkilvul } from "@kelaskit/skilvul";
import { resultLine, runScenario } from "./scenario.mjs";

/** Runs the scenario in an edge function, with the mock's address from the request's own. */
export async function answer(request) {
  const baseUrl = new URL(request.url).searchParams.get("mock");
  return new Response(resultLine(await runScenario({ createSkilvul, KelasError, NotFoundError, baseUrl })));
}

export default { fetch: answer };
