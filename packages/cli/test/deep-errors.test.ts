import { ApiError } from "@kelaskit/core";
import { describe, expect, it } from "vitest";
import { vendorNames } from "../src/vendors/names.ts";
import { vendors } from "../src/vendors/table.ts";

const secret = "rahasia-sekali-7b1f";

/** Every name under which some vendor writes its words, one in the other, so deep. */
function nested(depth: number): string {
  const names = ["message", "error", "errors", "errorMessage", "fields"];
  const open = Array.from({ length: depth }, (_, level) => `{"${names[level % names.length]}":[`);
  return `${open.join("")}"${secret}"${"]}".repeat(depth)}`;
}

const bodies: readonly (readonly [string, (depth: number) => string])[] = [
  ["of all names", nested],
  ["of messages", (depth) => `${'{"message":'.repeat(depth)}"${secret}"${"}".repeat(depth)}`],
  ["of errors", (depth) => `${'{"error":'.repeat(depth)}"${secret}"${"}".repeat(depth)}`],
  ["of lists", (depth) => `{"message":${"[".repeat(depth)}"${secret}"${"]".repeat(depth)}}`],
  ["of wrong fields", (depth) => `{"errors":{"a":${"[".repeat(depth)}"${secret}"${"]".repeat(depth)}}}`],
];
const cases = vendorNames.flatMap((vendor) =>
  bodies.flatMap(([what, body]) => [5000, 100_000].map((depth) => ({ vendor, what, body, depth }))),
);

describe("an error that is nested very deep is an error of the vendor's like any other", () => {
  it.for(cases)("$vendor: $depth levels $what", async ({ vendor, body, depth }) => {
    const known = vendors[vendor];
    const credentials = Object.fromEntries(
      known.fields.filter(({ required }) => required).map(({ name }) => [name, secret]),
    );
    const client = (await known.load()).createClient(
      { ...credentials, baseUrl: "https://vendor.example" },
      { fetch: async () => new Response(body(depth), { status: 400 }), retries: 0 },
    );

    const failed = client.request("GET", "/x", { auth: false, headers: { "x-api-key": secret } });

    let failure: unknown;
    try {
      await failed;
    } catch (error) {
      failure = error;
    }
    if (!ApiError.isInstance(failure)) throw new Error("expected an ApiError", { cause: failure });
    expect(failure).toMatchObject({ status: 400, outcome: "refused" });
    expect(JSON.stringify(failure)).not.toContain(secret);
  });
});
