import { failureOf } from "@kelaskit/test-support/failure";
import { beforeEach, describe, expect, it } from "vitest";
import { ApiError, ServerError, ValidationError } from "../../src/index.ts";
import { type ErrorCategory, tokenCredential, type VendorProblem } from "../../src/vendor.ts";
import { get, login, replace } from "../support/client.ts";
import { withoutBackoff } from "../support/fake-fetch.ts";
import { sampleClient, type SampleVendor, sampleVendor } from "../support/sample-vendor.ts";

beforeEach(withoutBackoff);

/** A client whose vendor's errors all mean the same, whatever their status. */
function clientOf(vendor: SampleVendor, problem: VendorProblem) {
  return sampleClient(
    vendor,
    { retries: 2 },
    { readError: ({ status }) => (status < 400 ? undefined : problem) },
  );
}

const answeringWith = (status: number) => sampleVendor(() => Response.json({}, { status }));

const lasting: readonly ErrorCategory[] = [
  "bad-request",
  "authentication",
  "permission",
  "not-found",
  "conflict",
  "validation",
];
const temporaryStatuses = [408, 429, 500, 502, 503, 504];

describe.each(lasting)("an error that the vendor's reader calls %s", (category) => {
  it.each(temporaryStatuses)("is not sent again, even with status %i", async (status) => {
    const vendor = answeringWith(status);
    const error = await failureOf(get(clientOf(vendor, { category })), ApiError);

    expect(error).toMatchObject({ attempts: 1, status });
    expect(vendor.sent).toHaveLength(1);
  });
});

describe.each([undefined, "rate-limit", "server"] as const)("an error of the category %s", (category) => {
  it.each(temporaryStatuses)("is sent again with status %i", async (status) => {
    const vendor = answeringWith(status);
    await failureOf(get(clientOf(vendor, { category })), ApiError);

    expect(vendor.sent).toHaveLength(3);
  });

  it("is not sent again with a lasting status", async () => {
    const vendor = answeringWith(422);
    await failureOf(get(clientOf(vendor, { category })), ApiError);

    expect(vendor.sent).toHaveLength(1);
  });
});

it("a write refused by validation with status 500 is known to have had no effect", async () => {
  const vendor = answeringWith(500);
  const client = clientOf(vendor, { category: "validation", outcome: "refused" });
  const error = await failureOf(replace(client), ValidationError);

  expect(error).toMatchObject({ attempts: 1, outcome: "refused" });
  expect(error.message).not.toContain("may or may not");
});

it("after an attempt of unknown effect, the refusal of the next leaves the effect unknown", async () => {
  let answered = 0;
  const vendor = sampleVendor(() => {
    answered += 1;
    return Response.json({}, { status: answered === 1 ? 503 : 500 });
  });
  const client = sampleClient(
    vendor,
    { retries: 2 },
    {
      readError: ({ status }) => (status === 500 ? { category: "validation", outcome: "refused" } : {}),
    },
  );

  expect(await failureOf(replace(client), ValidationError)).toMatchObject({
    attempts: 2,
    outcome: "unknown",
  });
});

describe("a token request that is refused with status 500", () => {
  const requests = async (problem: VendorProblem) => {
    const vendor = answeringWith(500);
    const client = sampleClient(
      vendor,
      { retries: 2 },
      {
        readError: () => problem,
        credentials: {
          customer: ({ call }) =>
            tokenCredential({
              key: () => "sample",
              grant: () => call(login, { email: "ibu@sample.test", password: "a-password" }),
            }),
        },
      },
    );
    return { error: await failureOf(get(client), ApiError), sent: vendor.sent.length };
  };

  it("is not sent again if the reader calls it lasting", async () => {
    const { error, sent } = await requests({ category: "validation", outcome: "refused" });

    expect(sent).toBe(1);
    expect(error).toMatchObject({ operation: "items.get", outcome: "not-sent" });
  });

  it("is sent again if the reader says no more than that the vendor refused", async () => {
    const { error, sent } = await requests({ outcome: "refused" });

    expect(sent).toBe(3);
    expect(error).toBeInstanceOf(ServerError);
  });
});
