import { KelasError, NotFoundError } from "@kelaskit/core";
import { createSkilvul } from "@kelaskit/skilvul";
import { resultLine, runScenario } from "../../../scenario.mjs";

export const dynamic = "force-dynamic";
export const runtime = "edge";

export async function GET(request) {
  const baseUrl = new URL(request.url).searchParams.get("mock");
  return new Response(resultLine(await runScenario({ createSkilvul, KelasError, NotFoundError, baseUrl })));
}
