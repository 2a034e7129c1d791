import { failureOf } from "@kelaskit/test-support/failure";
import { inspect } from "node:util";
import { Worker } from "node:worker_threads";
import * as fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import * as exported from "../src/index.ts";
import {
  ApiError,
  CallError,
  type ConfigurationCode,
  ConfigurationError,
  createLimiter,
  InvalidParamsError,
  KelasError,
  type Outcome,
  ServerError,
  errorFromJSON,
} from "../src/index.ts";
import { bearer, bind, optionOrEnvironment } from "../src/vendor.ts";
import { create, createWarung, list, login, password, proposedReplace, token } from "./support/client.ts";
import { deafFetch, fakeFetch, withoutBackoff } from "./support/fake-fetch.ts";

beforeEach(withoutBackoff);
afterEach(() => {
  vi.restoreAllMocks();
});

type Classes = Readonly<Record<string, { isInstance(value: unknown): boolean }>>;

/** The classes of core that an error is of. */
function classesOf(error: unknown): readonly string[] {
  // Of what core exports the classes of errors; their constructors differ, and none is called here.
  const classes = Object.entries(exported).filter(
    ([, value]) => typeof value === "function" && "brand" in value,
  ) as unknown as readonly [string, Classes[string]][];
  return classes.filter(([, Class]) => Class.isInstance(error)).map(([name]) => name);
}

const echo = fakeFetch((request) =>
  Response.json({ message: `no ${request.authorization}`, got: request.authorization }, { status: 422 }),
);

/** Errors as calls make them. */
const failures: Readonly<Record<string, () => Promise<KelasError>>> = {
  "the vendor's": () => failureOf(create(createWarung(echo)), ApiError),
  "that of wrong parameters": () =>
    // Callers without types give anything.
    failureOf(list(createWarung(), { limit: "ten" as unknown as number }), InvalidParamsError),
  "that of a time-out": () =>
    failureOf(create(createWarung({ fetch: deafFetch, timeout: 5, retries: 0 })), CallError),
  "that of a connection": () =>
    failureOf(
      create(
        createWarung({
          fetch: () => Promise.reject(Object.assign(new Error(`cut ${token}`), { code: "ECONNRESET" })),
        }),
      ),
      CallError,
    ),
  "that of a token request inside a call": tokenFailure,
  "that of a wrong set-up": () =>
    failureOf(create(createWarung({ credential: bearer(`${token}\n`) })), ConfigurationError),
};
const kinds = Object.entries(failures).map(([kind, make]) => ({ kind, make }));

function tokenFailure(): Promise<KelasError> {
  const fake = fakeFetch(() => Response.json({ message: `not you, ${password}` }, { status: 500 }));
  const client = createWarung({
    ...fake,
    credential: ({ call }) =>
      bearer(async () => (await call(login, { email: "ibu@warung.example", password })).accessToken),
  });
  return failureOf(create(client), ServerError);
}

/** What a reader of an error sees: no stack, as that is of this side. */
function shownBy(error: KelasError): unknown {
  const { message, name, outcome, cause, ...facts } = error;
  return { message, name, outcome, facts, cause: KelasError.isInstance(cause) ? shownBy(cause) : undefined };
}

/** Sends data to a worker that restores the error, looks at it, and sends it back. */
async function throughWorker(data: unknown): Promise<{ readonly seen: unknown; readonly back: unknown }> {
  const source = `
    const { parentPort, workerData } = require("node:worker_threads");
    import(workerData.module).then(({ errorFromJSON, KelasError, CallError }) => {
      const error = errorFromJSON(workerData.data);
      const { name, message, outcome } = error;
      const isCall = CallError.isInstance(error);
      const seen = { name, message, outcome, isKelas: KelasError.isInstance(error), isCall };
      parentPort.postMessage({ seen, back: error.toJSON() });
    });`;
  const module = new URL("../src/errors.ts", import.meta.url).href;
  const worker = new Worker(source, {
    eval: true,
    workerData: { module, data },
    execArgv: ["--no-warnings"],
  });
  const message = Promise.withResolvers<{ readonly seen: unknown; readonly back: unknown }>();
  worker.once("message", message.resolve);
  worker.once("error", message.reject);
  try {
    return await message.promise;
  } finally {
    await worker.terminate();
  }
}

describe("an error that travels", () => {
  const ways: readonly (readonly [string, (error: KelasError) => unknown])[] = [
    ["structuredClone", (error) => structuredClone(error.toJSON())],
    ["JSON", (error) => JSON.parse(JSON.stringify(error)) as unknown],
    ["two clones", (error) => structuredClone(errorFromJSON(structuredClone(error.toJSON())).toJSON())],
  ];
  const cases = ways.flatMap(([way, travel]) => kinds.map((kind) => ({ ...kind, way, travel })));

  it.each(cases)("through $way is the same again: $kind", async ({ make, travel }) => {
    const error = await make();

    const restored = errorFromJSON(travel(error));

    // JSON has no undefined, so absent fields stay absent.
    expect(JSON.parse(JSON.stringify(shownBy(restored)))).toEqual(JSON.parse(JSON.stringify(shownBy(error))));
    expect(classesOf(restored)).toEqual(classesOf(error));
    expect(restored).toBeInstanceOf(KelasError);
  });

  it.each(kinds)("through a worker is the same on both sides: $kind", async ({ make }) => {
    const error = await make();
    const { name, message, outcome } = error;

    const { seen, back } = await throughWorker(error.toJSON());

    const isCall = CallError.isInstance(error);
    expect(seen).toEqual({ name, message, outcome, isKelas: true, isCall });
    expect(classesOf(errorFromJSON(back))).toEqual(classesOf(error));
  });

  it.each(kinds)("takes no secret along: $kind", async ({ make }) => {
    const error = await make();

    const { back } = await throughWorker(error.toJSON());

    const shown = [error, back, errorFromJSON(back)].map((each) =>
      inspect(each, { depth: Infinity, showHidden: true }),
    );
    expect(shown.join("\n")).not.toContain(token);
    expect(shown.join("\n")).not.toContain(password);
    expect(JSON.stringify(error)).not.toContain(token);
  });

  it("keeps the causes that are ours, and none that is not", async () => {
    const foreign = new CallError(
      "outer",
      {
        vendor: "warung",
        operation: "items.create",
        method: "POST",
        path: "/items",
        attempts: 1,
        outcome: "unknown",
      },
      { cause: new Error(`holds ${token}`) },
    );

    expect(foreign.toJSON()).not.toHaveProperty("cause");
    expect(errorFromJSON((await tokenFailure()).toJSON()).cause).toMatchObject({
      name: "ServerError",
      operation: "auth.login",
    });
  });

  it("may have been nothing of the kind: only what toJSON gave is restored", () => {
    fc.assert(
      fc.property(fc.anything(), (value) => {
        expect(() => errorFromJSON(value)).toThrow(TypeError);
      }),
    );
  });
});

describe("an error of whatever class", () => {
  it("says what is known of the effect", async () => {
    const outcomes: Record<string, Outcome | undefined> = {};
    for (const { kind, make } of kinds) {
      // oxlint-disable-next-line no-await-in-loop -- in order
      outcomes[kind] = (await make()).outcome;
    }
    const route = proposedReplace(createWarung({ unverifiedRoutes: "refuse" }));

    expect(outcomes).toEqual({
      "the vendor's": "refused",
      "that of wrong parameters": "not-sent",
      "that of a time-out": "unknown",
      "that of a connection": "unknown",
      "that of a token request inside a call": "not-sent",
      "that of a wrong set-up": "not-sent",
    });
    await expect(route).rejects.toMatchObject({ name: "UnverifiedRouteError", outcome: "not-sent" });
  });
});

describe("the code of a wrong set-up", () => {
  it.each<readonly [ConfigurationCode, string, () => unknown]>([
    ["invalid-option", "a negative number of retries", () => createWarung({ retries: -1 })],
    ["invalid-option", "a limiter of nothing", () => createLimiter({ concurrency: 0 })],
    ["invalid-option", "a base URL that is none", () => createWarung({ baseUrl: "warung" })],
    ["insecure-http", "plain http", () => createWarung({ baseUrl: "http://warung.example" })],
    ["missing-option", "nothing at all", () => optionOrEnvironment(undefined, "token", "KELASKIT_NO_SUCH")],
    [
      "unknown-operation",
      "a route of no operation",
      () => bind(createWarung({ routes: { "items.raed": "GET /items" } }), { items: { list } }),
    ],
  ])("is %s for %s", (code, _what, make) => {
    expect(make).toThrow(expect.objectContaining({ name: "ConfigurationError", code, outcome: "not-sent" }));
  });
});
