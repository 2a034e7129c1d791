import { failureOf } from "@kelaskit/test-support/failure";
import { beforeEach, expect, it } from "vitest";
import { openTelemetry } from "../../src/otel/index.ts";
import { create, createWarung, get } from "../support/client.ts";
import { fakeFetch, withoutBackoff } from "../support/fake-fetch.ts";
import { recorder } from "./support/recorder.ts";

function watched(answer: Parameters<typeof fakeFetch>[0], options: Parameters<typeof createWarung>[0] = {}) {
  const recorded = recorder();
  return {
    recorded,
    client: createWarung({ ...fakeFetch(answer), telemetry: openTelemetry(recorded.providers), ...options }),
  };
}

const operationOf = (name: string) => ({ "kelaskit.vendor": "warung", "kelaskit.operation": name });

beforeEach(withoutBackoff);

it("measures the duration of each request by HTTP's conventions", async () => {
  const { client, recorded } = watched(() => Response.json({ id: 1 }));

  await get(client);
  await get(client);

  expect(await recorded.points("http.client.request.duration")).toMatchObject([
    {
      attributes: {
        "http.request.method": "GET",
        "server.address": "api.warung.example",
        "server.port": 443,
        "url.template": "/items/1",
        "http.response.status_code": 200,
        ...operationOf("items.get"),
      },
      value: { count: 2 },
    },
  ]);
});

it("measures calls, with the class of the error and what is known of the effect", async () => {
  const { client, recorded } = watched(() => new Response(null, { status: 500 }));

  await failureOf(create(client));

  expect(await recorded.points("kelaskit.call.duration")).toMatchObject([
    {
      attributes: {
        ...operationOf("items.create"),
        "error.type": "ServerError",
        "kelaskit.outcome": "unknown",
      },
      value: { count: 1 },
    },
  ]);
});

it("counts retries", async () => {
  let answers = 0;
  const { client, recorded } = watched(() =>
    (answers += 1) < 3 ? new Response(null, { status: 503 }) : Response.json({ id: 1 }),
  );

  await get(client);

  expect(await recorded.points("kelaskit.call.retries")).toEqual([
    { attributes: operationOf("items.get"), value: 2 },
  ]);
});

it("measures what requests wait for the limiter", async () => {
  const { client, recorded } = watched(() => Response.json({ id: 1 }), { limiter: { concurrency: 1 } });

  await Promise.all([get(client), get(client)]);

  expect(await recorded.points("kelaskit.limiter.wait")).toMatchObject([
    { attributes: operationOf("items.get"), value: { count: 2 } },
  ]);
});

it("counts each difference between replies and their declaration once", async () => {
  const { client, recorded } = watched(() => Response.json({ id: "one" }));

  await get(client);
  await get(client);

  expect(await recorded.points("kelaskit.drift")).toEqual([
    { attributes: operationOf("items.get"), value: 1 },
  ]);
});
