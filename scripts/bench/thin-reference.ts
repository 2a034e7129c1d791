import type * as z from "zod";
import { chargeParams, chargeSchema } from "./sample.ts";

const params = chargeParams();
const charge = chargeSchema();

/** The least that a validated call can cost with fetch and zod: no retries, no timeouts, no readable errors. */
export async function thinGetCharge(
  { baseUrl, fetch }: { readonly baseUrl: string; readonly fetch: typeof globalThis.fetch },
  given: z.input<typeof params>,
): Promise<z.output<typeof charge>> {
  const { chargeId, expand } = params.parse(given);
  const query = expand === undefined ? "" : `?expand=${expand}`;
  const response = await fetch(`${baseUrl}/v1/charges/${encodeURIComponent(chargeId)}${query}`, {
    headers: { accept: "application/json", authorization: "Bearer a-token-for-benchmarks" },
    redirect: "manual",
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`GET /v1/charges/${chargeId} ${response.status}: ${text}`);
  return charge.parse(JSON.parse(text));
}
