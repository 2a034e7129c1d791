import Stripe from "stripe";
import { request } from "undici";
import type { Candidate } from "../group.ts";

/** The peers over real HTTP; `undici.request` is the cheapest request on Node. */
export function httpPeers(baseUrl: string): readonly Candidate[] {
  const { hostname, port } = new URL(baseUrl);
  const stripe = new Stripe("sk_test_x", {
    host: hostname,
    port: Number(port),
    protocol: "http",
    maxNetworkRetries: 2,
    telemetry: false,
  });
  const target = `${baseUrl}/v1/charges/ch_1`;
  return [
    { name: "undici.request", run: async () => (await request(target)).body.json() },
    { name: "stripe", run: () => stripe.charges.retrieve("ch_1") },
  ];
}
