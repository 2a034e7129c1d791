import Anthropic from "@anthropic-ai/sdk";
import { HTTPClient, Mistral } from "@mistralai/mistralai";
import { Octokit } from "@octokit/rest";
import ky from "ky";
import OpenAI from "openai";
import Stripe from "stripe";
import type { Candidate } from "../group.ts";
import { answering, chargeStub } from "../stubs.ts";

const address = "https://sample.example/v1/charges/ch_1";
const bareKy = {
  fetch: chargeStub,
  retry: 0,
  timeout: false,
  throwHttpErrors: false,
  redirect: "manual",
} as const;

function modelOfMistral(): string {
  const capabilities = { completion_chat: true };
  return JSON.stringify({
    object: "list",
    data: [{ id: "ch_1", object: "model", created: 1, owned_by: "somebody", capabilities, type: "base" }],
  });
}

/** The peers with a stubbed fetch; each makes the call most similar to reading one small record. */
export function stubbedPeers(): readonly Candidate[] {
  const stripe = new Stripe("sk_test_x", {
    httpClient: Stripe.createFetchHttpClient(chargeStub),
    maxNetworkRetries: 2,
    telemetry: false,
  });
  const mistral = new Mistral({
    apiKey: "x",
    httpClient: new HTTPClient({ fetcher: answering(modelOfMistral()) }),
  });
  const openai = new OpenAI({ apiKey: "x", fetch: chargeStub });
  const anthropic = new Anthropic({ apiKey: "x", fetch: chargeStub });
  const octokit = new Octokit({ auth: "x", request: { fetch: chargeStub } });
  return [
    { name: "stripe", run: () => stripe.charges.retrieve("ch_1") },
    { name: "anthropic", run: async () => anthropic.models.retrieve("ch_1") },
    { name: "openai", run: async () => openai.models.retrieve("ch_1") },
    { name: "octokit", run: () => octokit.rest.users.getByUsername({ username: "ch_1" }) },
    { name: "mistral (validates)", run: () => mistral.models.list() },
    { name: "ky", run: () => ky(address, { fetch: chargeStub }).json() },
    {
      name: "ky, one bare attempt",
      run: async (): Promise<unknown> => JSON.parse(await (await ky(`${address}?expand=3`, bareKy)).text()),
    },
  ];
}
