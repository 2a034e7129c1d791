import { failureOf } from "@kelaskit/test-support/failure";
import { context, propagation, SpanKind, SpanStatusCode, trace } from "@opentelemetry/api";
import { W3CTraceContextPropagator } from "@opentelemetry/core";
import { beforeEach, describe, expect, it } from "vitest";
import * as z from "zod";
import { ConfigurationError, type Middleware } from "../../src/index.ts";
import { openTelemetry } from "../../src/otel/index.ts";
import { operation, tokenCredential } from "../../src/vendor.ts";
import { create, createWarung, get, list, login } from "../support/client.ts";
import { fakeFetch, withoutBackoff } from "../support/fake-fetch.ts";
import { cutBeforeAnswer, serve } from "../support/faulty-server.ts";
import { recorder } from "./support/recorder.ts";

/** The client of a vendor that answers as it is told, with the SDK that watches it. */
function watched(answer: Parameters<typeof fakeFetch>[0], options: Parameters<typeof createWarung>[0] = {}) {
  const recorded = recorder();
  const fake = fakeFetch(answer);
  const client = createWarung({ ...fake, telemetry: openTelemetry(recorded.providers), ...options });
  return { recorded, client, sent: fake.sent };
}

const item = () => Response.json({ id: 1 });

beforeEach(withoutBackoff);

describe("a call", () => {
  it("is a span, and its attempt a child of the kind client", async () => {
    const { client, recorded } = watched(item);

    await get(client);

    const [attempt, call] = await recorded.spans();
    expect(call).toMatchObject({
      name: "warung items.get",
      kind: SpanKind.INTERNAL,
      attributes: {
        "kelaskit.vendor": "warung",
        "kelaskit.operation": "items.get",
        "kelaskit.evidence": "documented",
        "kelaskit.attempts": 1,
      },
      status: { code: SpanStatusCode.UNSET },
    });
    expect(attempt).toMatchObject({
      name: "GET /items/1",
      kind: SpanKind.CLIENT,
      attributes: {
        "http.request.method": "GET",
        "server.address": "api.warung.example",
        "server.port": 443,
        "url.scheme": "https",
        "url.template": "/items/1",
        "http.response.status_code": 200,
        "kelaskit.vendor": "warung",
        "kelaskit.operation": "items.get",
      },
    });
    expect(attempt?.parentSpanContext?.spanId).toBe(call?.spanContext().spanId);
  });

  it("is a child of what the program is doing", async () => {
    const { client, recorded } = watched(item);

    const tracer = recorded.providers.tracerProvider.getTracer("program");
    const job = tracer.startSpan("job");
    await context.with(trace.setSpan(context.active(), job), async () => {
      await get(client);
    });

    const call = (await recorded.spans()).find(({ name }) => name === "warung items.get");
    expect(call?.parentSpanContext?.spanId).toBe(job.spanContext().spanId);
  });

  it("that is repeated has a span for each attempt, with its number", async () => {
    let answers = 0;
    const { client, recorded } = watched(() =>
      (answers += 1) === 1 ? new Response(null, { status: 503 }) : item(),
    );

    await get(client);

    const [first, second, call] = await recorded.spans();
    expect(first?.attributes).toMatchObject({ "http.response.status_code": 503, "error.type": "503" });
    expect(first?.attributes).not.toHaveProperty("http.request.resend_count");
    expect(first?.status).toEqual({ code: SpanStatusCode.ERROR });
    expect(second?.attributes).toMatchObject({
      "http.response.status_code": 200,
      "http.request.resend_count": 1,
    });
    expect(call?.attributes).toMatchObject({ "kelaskit.attempts": 2 });
    expect(call?.events.map(({ name }) => name)).toEqual(["kelaskit.retry"]);
  });

  it("that fails has the class of its error and what is known of its effect, and no message", async () => {
    const { client, recorded } = watched(() =>
      Response.json({ message: "Ibu Sri owes money" }, { status: 422 }),
    );

    await failureOf(create(client));

    const call = (await recorded.spans()).at(-1);
    expect(call?.attributes).toMatchObject({
      "error.type": "ValidationError",
      "kelaskit.outcome": "refused",
    });
    expect(call?.status).toEqual({ code: SpanStatusCode.ERROR });
    expect(call?.events).toEqual([]);
    expect(await recorded.everything()).not.toContain("Sri");
  });

  it("whose connection breaks has the system's code", async () => {
    const server = await serve(cutBeforeAnswer);
    const recorded = recorder();
    const client = createWarung({
      baseUrl: server.url,
      telemetry: openTelemetry(recorded.providers),
      retries: 0,
    });

    await failureOf(create(client));

    const [attempt, call] = await recorded.spans();
    expect(attempt?.attributes).toMatchObject({
      "error.type": expect.stringMatching(/^[A-Z_]+$/) as unknown,
    });
    expect(attempt?.attributes).toMatchObject({
      "server.address": "127.0.0.1",
      "server.port": Number(new URL(server.url).port),
    });
    expect(call?.attributes).toMatchObject({
      "error.type": "ConnectionError",
      "kelaskit.outcome": "unknown",
    });
  });

  it("that runs out of time says so in both spans", async () => {
    const { client, recorded } = watched(
      () =>
        new Promise<Response>(() => {
          // No answer ever comes.
        }),
    );

    await failureOf(create(client, {}, { timeout: 1 }));

    const spans = await recorded.spans();
    expect(spans.map(({ attributes }) => attributes["error.type"])).toEqual(["TimeoutError", "TimeoutError"]);
  });

  it("of a page is one span a page", async () => {
    const { client, recorded } = watched(({ url }) => {
      const offset = Number(new URL(url).searchParams.get("offset") ?? 0);
      return Response.json({ items: [{ id: offset }, { id: offset + 1 }], total: 4 });
    });

    await list(client).toArray({ limit: 10 });

    const names = (await recorded.spans()).map(({ name }) => name);
    expect(names).toEqual(["GET /items", "warung items.list", "GET /items", "warung items.list"]);
  });

  it("is not one if its parameters are wrong: nothing is sent", async () => {
    const { client, recorded } = watched(item);

    await failureOf(list(client, { limit: 1.5 }));

    expect(await recorded.spans()).toEqual([]);
  });

  it("notes that its reply differs from the declaration", async () => {
    const { client, recorded } = watched(() => Response.json({ id: "one" }));

    await get(client);

    const call = (await recorded.spans()).at(-1);
    expect(call?.events).toMatchObject([
      { name: "kelaskit.drift", attributes: { "kelaskit.drift.count": 1 } },
    ]);
  });
});

it("a request for a token is a call of its own, inside the one that needs the token", async () => {
  const { client, recorded } = watched(
    ({ path }) => (path === "/login" ? Response.json({ accessToken: "granted-1" }) : item()),
    {
      credential: ({ call }) =>
        tokenCredential({
          key: () => "warung",
          grant: async () => call(login, { email: "sri@example.com", password: "rahasia" }),
        }),
    },
  );

  await get(client);

  const spans = await recorded.spans();
  const outer = spans.find(({ name }) => name === "warung items.get");
  const inner = spans.find(({ name }) => name === "warung auth.login");
  expect(inner?.parentSpanContext?.spanId).toBe(outer?.spanContext().spanId);
  expect(await recorded.points("kelaskit.token.requests")).toMatchObject([
    { attributes: { "kelaskit.operation": "auth.login" }, value: 1 },
  ]);
});

describe("no parameter's value is recorded:", () => {
  const getOrder = operation<{ readonly orderId: string; readonly email?: string | undefined }, unknown>({
    name: "orders.get",
    method: "GET",
    path: "/customers/{orderId}",
    evidence: "deduced",
    params: () => z.strictObject({ orderId: z.string(), email: z.optional(z.string()) }),
    response: () => z.unknown(),
  });
  const personal = /Sri|sri|rahasia/;

  it("not those in a path or a query", async () => {
    const { client, recorded } = watched(() => Response.json({ owner: "Ibu Sri" }));

    await getOrder(client, { orderId: "order-of-Sri", email: "sri@example.com" });

    const [attempt] = await recorded.spans();
    expect(attempt).toMatchObject({
      name: "GET /customers/{orderId}",
      attributes: { "url.template": "/customers/{orderId}" },
    });
    expect(await recorded.everything()).not.toMatch(personal);
  });

  it("not those in the message of an error", async () => {
    const { client, recorded } = watched(() => Response.json({ message: "Ibu Sri" }, { status: 404 }));

    const error = await failureOf(getOrder(client, { orderId: "order-of-Sri" }));

    expect(String(error)).toContain("order-of-Sri");
    expect(await recorded.everything()).not.toMatch(personal);
  });

  it("not the path of a request that no operation declares", async () => {
    const { client, recorded } = watched(item);

    await client.request("GET", "/customers/Sri", { query: { email: "sri@example.com" } });

    const [attempt] = await recorded.spans();
    expect(attempt?.name).toBe("GET");
    expect(await recorded.everything()).not.toMatch(personal);
  });
});

describe("the context of a trace", () => {
  function seesHeaders(): { readonly middleware: Middleware; readonly headers: Record<string, string>[] } {
    const headers: Record<string, string>[] = [];
    return {
      headers,
      middleware: (request, next) => {
        headers.push(request.headers);
        return next(request);
      },
    };
  }

  it("stays at home unless it is asked for", async () => {
    const seen = seesHeaders();
    const { client } = watched(item, { middleware: [seen.middleware] });
    propagation.setGlobalPropagator(new W3CTraceContextPropagator());

    await get(client);

    expect(seen.headers[0]).not.toHaveProperty("traceparent");
  });

  it("goes to the vendor with propagate: true, each attempt with its own span", async () => {
    const recorded = recorder();
    propagation.setGlobalPropagator(new W3CTraceContextPropagator());
    const seen = seesHeaders();
    let answers = 0;
    const fake = fakeFetch(() => ((answers += 1) === 1 ? new Response(null, { status: 503 }) : item()));
    const telemetry = openTelemetry({ ...recorded.providers, propagate: true });

    await get(createWarung({ ...fake, telemetry, middleware: [seen.middleware] }));

    const spans = await recorded.spans();
    const ids = spans.slice(0, 2).map((span) => span.spanContext());
    expect(seen.headers.map(({ traceparent }) => traceparent)).toEqual(
      ids.map(({ traceId, spanId }) => `00-${traceId}-${spanId}-01`),
    );
  });

  it("does not replace one that the call sets", async () => {
    const recorded = recorder();
    propagation.setGlobalPropagator(new W3CTraceContextPropagator());
    const seen = seesHeaders();
    const telemetry = openTelemetry({ ...recorded.providers, propagate: true });
    const client = createWarung({ ...fakeFetch(item), telemetry, middleware: [seen.middleware] });

    await get(client, {}, { headers: { traceparent: "mine" } });

    expect(seen.headers[0]).toMatchObject({ traceparent: "mine" });
  });
});

it("the global SDK is used if none is given, even one that was registered after the client was created", async () => {
  const client = createWarung({ ...fakeFetch(item), telemetry: openTelemetry() });
  const recorded = recorder();
  trace.setGlobalTracerProvider(recorded.providers.tracerProvider);

  await get(client);

  expect(await recorded.spans()).toHaveLength(2);
});

it("without an SDK, calls work as before", async () => {
  const client = createWarung({ ...fakeFetch(item), telemetry: openTelemetry() });

  expect(await get(client)).toEqual({ id: 1 });
});

it("an unknown option is refused with the nearest name", () => {
  expect(() => openTelemetry({ propogate: true } as object)).toThrow(ConfigurationError);
  expect(() => openTelemetry({ propogate: true } as object)).toThrow("propagate");
});
