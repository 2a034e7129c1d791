import { HTTPClient, Mistral } from "@mistralai/mistralai";
import ky from "ky";
import OpenAI from "openai";
import Stripe from "stripe";
import { cpuPerCall, printFigures } from "./measure.ts";
import { chargeText, getCharge, sampleClient } from "./sample.ts";

const stub = (): Promise<Response> =>
  Promise.resolve(new Response(chargeText, { headers: { "content-type": "application/json" } }));

const modelListText = JSON.stringify({ object: "list", data: [] });
const modelListStub = (): Promise<Response> =>
  Promise.resolve(new Response(modelListText, { headers: { "content-type": "application/json" } }));

const bareKy = { fetch: stub, retry: 0, timeout: false, throwHttpErrors: false, redirect: "manual" } as const;

/** The processor time of one call with fetch stubbed out: ours, which validates, beside peers. */
export async function benchCpu(): Promise<void> {
  const kelaskit = sampleClient({ fetch: stub });
  const limited = sampleClient({ fetch: stub, limiter: { concurrency: 64 } });
  const stripe = new Stripe("sk_test_x", {
    httpClient: Stripe.createFetchHttpClient(stub),
    maxNetworkRetries: 2,
    telemetry: false,
  });
  const mistral = new Mistral({ apiKey: "x", httpClient: new HTTPClient({ fetcher: modelListStub }) });
  const openai = new OpenAI({ apiKey: "x", fetch: stub });
  const figures = await cpuPerCall(
    [
      { name: "fetch and response.json()", run: async (): Promise<unknown> => (await stub()).json() },
      { name: "ky", run: () => ky("https://sample.example/v1/charges/ch_1", { fetch: stub }).json() },
      {
        name: "ky, one bare attempt",
        run: async (): Promise<unknown> =>
          JSON.parse(await (await ky("https://sample.example/v1/charges/ch_1?expand=3", bareKy)).text()),
      },
      { name: "kelaskit (validates)", run: async () => getCharge(kelaskit, { chargeId: "ch_1", expand: 3 }) },
      { name: "kelaskit, limiter on", run: async () => getCharge(limited, { chargeId: "ch_1", expand: 3 }) },
      {
        name: "kelaskit, validation off",
        run: async () => getCharge(kelaskit, { chargeId: "ch_1" }, { validation: "off" }),
      },
      { name: "stripe", run: () => stripe.charges.retrieve("ch_1") },
      { name: "openai", run: async () => openai.models.retrieve("ch_1") },
      { name: "mistral (validates)", run: () => mistral.models.list().catch(() => undefined) },
    ],
    { calls: 3000, rounds: 7, warmUp: 4000 },
  );
  printFigures("Processor time of one call, fetch stubbed out", "µs", figures, "stripe");
}
