import { describe, expect, it } from "vitest";
import * as z from "zod";
import { ConfigurationError, UnverifiedRouteError } from "../../src/index.ts";
import { operation } from "../../src/vendor.ts";
import type { Evidence, HttpMethod, UnverifiedRoutePolicy } from "../../src/index.ts";
import type { NoParams } from "../../src/vendor.ts";
import { answering, failure, onlyRequest, sampleClient } from "../support/sample-vendor.ts";

function check(evidence: Evidence, method: HttpMethod, safe?: boolean) {
  return operation<NoParams, unknown>({
    name: "orders.check",
    method,
    path: "/orders/check",
    evidence,
    ...(safe === undefined ? {} : { safe }),
    response: () => z.unknown(),
  });
}

const policies = ["reads", "allow", "refuse"] as const satisfies readonly UnverifiedRoutePolicy[];
const evidences = ["documented", "observed", "deduced", "proposed"] as const satisfies readonly Evidence[];
const methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"] as const satisfies readonly HttpMethod[];

/** Whether a policy refuses an operation. */
function isRefused(policy: UnverifiedRoutePolicy, evidence: Evidence, method: HttpMethod): boolean {
  if (evidence !== "proposed" || policy === "allow") return false;
  return policy === "refuse" || (method !== "GET" && method !== "HEAD");
}

const cases = policies.flatMap((policy) =>
  evidences.flatMap((evidence) =>
    methods.map((method) => ({
      policy,
      evidence,
      method,
      verdict: isRefused(policy, evidence, method) ? "refused" : "sent",
    })),
  ),
);

describe("routes that the vendor does not print", () => {
  it.each(cases)(
    "$policy: a $evidence $method is $verdict",
    async ({ policy, evidence, method, verdict }) => {
      const vendor = answering(null);
      const call = check(
        evidence,
        method,
      )(sampleClient(vendor, { unverifiedRoutes: policy, validation: "off" }));
      if (verdict === "sent") {
        await call;
        expect(onlyRequest(vendor).method).toBe(method);
      } else {
        const error = await failure(call, UnverifiedRouteError);
        expect(error).toMatchObject({
          vendor: "sample",
          operation: "orders.check",
          route: `${method} /orders/check`,
        });
        expect(vendor.sent).toEqual([]);
      }
    },
  );

  it("are judged by the policy reads when the user says nothing", async () => {
    const vendor = answering({});
    await check("proposed", "GET")(sampleClient(vendor));
    const error = await failure(check("proposed", "POST")(sampleClient(vendor)), UnverifiedRouteError);
    expect(error.message).toBe(
      "sample orders.check: the route POST /orders/check is only proposed: the vendor does not document it, so nothing was sent. " +
        'Set the real one with routes: { "orders.check": "METHOD /path" }, or allow proposed routes with unverifiedRoutes: "allow".',
    );
    expect(vendor.sent).toHaveLength(1);
  });

  it("are writes by their method, even where the declaration says that nothing changes", async () => {
    const vendor = answering({});
    await failure(check("proposed", "POST", true)(sampleClient(vendor)), UnverifiedRouteError);
    expect(vendor.sent).toEqual([]);
  });

  it("are writes also where they are a GET that changes something", async () => {
    const vendor = answering({});
    await failure(check("proposed", "GET", false)(sampleClient(vendor)), UnverifiedRouteError);
    expect(vendor.sent).toEqual([]);
  });
});

describe("the option routes", () => {
  it("replaces a proposed route, which then counts as documented", async () => {
    const vendor = answering({});
    const client = sampleClient(vendor, {
      unverifiedRoutes: "refuse",
      routes: { "orders.check": "patch  /v2/check " },
    });
    await check("proposed", "POST")(client);
    expect(onlyRequest(vendor)).toMatchObject({ method: "PATCH", path: "/v2/check" });
  });

  it("leaves other operations alone", async () => {
    const vendor = answering({});
    await check("documented", "GET")(sampleClient(vendor, { routes: { "orders.other": "POST /other" } }));
    expect(onlyRequest(vendor)).toMatchObject({ method: "GET", path: "/orders/check" });
  });

  it.each([
    "",
    "POST",
    "/orders",
    "POST orders",
    "FETCH /orders",
    "POST /orders extra",
    "POST https://other.test/orders",
    "GET /orders?limit=10",
    "GET /orders#top",
    "GET /orders/../users",
    "GET /orders/{orderId",
    "GET /orders/{}",
    "GET /orders\\users",
  ])("refuses what is not a method and a path: %j", async (route) => {
    const vendor = answering({});
    const call = check("documented", "GET")(sampleClient(vendor, { routes: { "orders.check": route } }));
    const error = await failure(call, ConfigurationError);
    expect(error.message).toContain(
      `routes["orders.check"] is ${JSON.stringify(route)}: expected a method and a path`,
    );
    expect(vendor.sent).toEqual([]);
  });
});
