import { cases } from "@kelaskit/test-support/depth";
import * as fc from "fast-check";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import {
  ApiError,
  type Client,
  ConfigurationError,
  CallError,
  ConnectionError,
  InvalidParamsError,
  KelasError,
  type Limiter,
  type Middleware,
  NotFoundError,
  type Outcome,
  RateLimitError,
  ServerError,
  type TokenStore,
} from "../../src/index.ts";
import { type Credential, tokenCredential } from "../../src/vendor.ts";
import { createWarung } from "../support/client.ts";
import { warmUp, withoutBackoff } from "../support/fake-fetch.ts";
import { answerItem, answerStatus, cutBeforeAnswer, cutInBody, serve } from "../support/faulty-server.ts";

beforeAll(warmUp);
beforeEach(withoutBackoff);

/** What the vendor does with a request, and what that means for a write. */
const vendorAnswers = {
  reply: { answer: answerItem, effect: "unknown" },
  "token rejected": { answer: answerStatus(401), effect: "refused" },
  refusal: { answer: answerStatus(422), effect: "refused" },
  busy: { answer: answerStatus(429), effect: "refused" },
  fault: { answer: answerStatus(503), effect: "unknown" },
  cut: { answer: cutBeforeAnswer, effect: "unknown" },
  "cut body": { answer: cutInBody, effect: "unknown" },
} as const;
type VendorAnswer = keyof typeof vendorAnswers;

const inner = { vendor: "vault", operation: "secrets.read", method: "GET", path: "/secrets", attempts: 1 };

class StoreGone extends KelasError {
  static override readonly brand: string = "StoreGone";
}

/** What may break inside a call. */
const thrown: readonly unknown[] = [
  new Error("the disk is full"),
  new TypeError("x is not a function"),
  "a text",
  null,
  undefined,
  { code: "ENOSPC" },
  new StoreGone("the store is gone"),
  new ConfigurationError("A variable is missing."),
  new InvalidParamsError("vault", "secrets.read", []),
  new ConnectionError("cut", { ...inner, outcome: "unknown" }, "ECONNRESET"),
  new ConnectionError("no vault", { ...inner, outcome: "not-sent" }, "ECONNREFUSED"),
  new ServerError("500", { ...inner, outcome: "unknown" }, { status: 500 }),
  new NotFoundError("404", { ...inner, outcome: "refused" }, { status: 404 }),
  new RateLimitError("429", { ...inner, outcome: "refused" }, { status: 429, retryAfter: 7_200_000 }),
  new ApiError("denied", { ...inner, outcome: "refused" }, { status: 200 }),
];

const places = [
  "nowhere",
  "prepare",
  "renew",
  "grant",
  "store.get",
  "store.set",
  "store.lock",
  "acquire",
  "release",
  "pauseUntil",
  "before next",
  "after next",
] as const;
type Place = (typeof places)[number];

/** Throws what breaks in one place, from a certain time on. */
type Break = (place: Place) => void;

function storeOf(maybeBreak: Break): TokenStore {
  return {
    async get() {
      maybeBreak("store.get");
      return undefined;
    },
    async set() {
      maybeBreak("store.set");
    },
    delete: async () => undefined,
    async lock(_key, task) {
      maybeBreak("store.lock");
      return task();
    },
  };
}

function credentialOf(maybeBreak: Break): Credential {
  let number = 0;
  const credential = tokenCredential({
    key: () => "warung",
    store: storeOf(maybeBreak),
    async grant() {
      maybeBreak("grant");
      number += 1;
      return { accessToken: `token-number-${number}` };
    },
  });
  return {
    ...credential,
    prepare() {
      maybeBreak("prepare");
      return credential.prepare();
    },
    async renew(rejected, operation) {
      maybeBreak("renew");
      return credential.renew(rejected, operation);
    },
  };
}

function limiterOf(maybeBreak: Break): Limiter {
  return {
    async acquire() {
      maybeBreak("acquire");
      return () => {
        maybeBreak("release");
      };
    },
    pauseUntil() {
      maybeBreak("pauseUntil");
    },
  };
}

function middlewareOf(maybeBreak: Break): Middleware {
  return async (request, next) => {
    maybeBreak("before next");
    const response = await next(request);
    maybeBreak("after next");
    return response;
  };
}

const methods = ["GET", "POST", "PUT"] as const;

/** What a caller may conclude from all that the vendor has seen. */
function effectOf(method: (typeof methods)[number], seen: readonly VendorAnswer[]): Outcome {
  if (seen.length === 0) return "not-sent";
  if (seen.every((answer) => vendorAnswers[answer].effect === "refused")) return "refused";
  return method === "GET" ? "no-effect" : "unknown";
}

async function failureOf(call: PromiseLike<unknown>): Promise<unknown> {
  try {
    await call;
  } catch (error) {
    return error ?? new Error("The call was rejected with nothing.");
  }
  return undefined;
}

describe("whatever breaks, wherever and whenever", () => {
  it("an error describes the call, and its outcome what the vendor has seen of it", async () => {
    let script: readonly VendorAnswer[] = [];
    let seen: VendorAnswer[] = [];
    const { url } = await serve((request, response) => {
      const kind = script[seen.length] ?? "reply";
      seen.push(kind);
      vendorAnswers[kind].answer(request, response);
    });
    const known = Object.keys(vendorAnswers) as VendorAnswer[];

    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...places),
        fc.integer({ min: 1, max: 3 }),
        fc.constantFrom(...thrown),
        fc.constantFrom(...methods),
        fc.array(fc.constantFrom(...known), { maxLength: 3 }),
        async (place, from, what, method, answers) => {
          script = answers;
          seen = [];
          const times = new Map<Place, number>();
          const maybeBreak: Break = (here) => {
            const count = (times.get(here) ?? 0) + 1;
            times.set(here, count);
            // Anything: users' functions may throw any value.
            if (here === place && count >= from) throw what as Error;
          };
          const client: Client = createWarung({
            baseUrl: url,
            credential: credentialOf(maybeBreak),
            limiter: limiterOf(maybeBreak),
            middleware: [middlewareOf(maybeBreak)],
          });

          const error = await failureOf(client.request(method, "/stock"));

          if (error === undefined) return;
          const effect = effectOf(method, seen);
          if (ConfigurationError.isInstance(error)) {
            // It reports that nothing was carried out, and its class who must act.
            expect(effect).not.toBe("unknown");
            return;
          }
          expect(error).toBeInstanceOf(CallError);
          expect(error).toMatchObject({
            vendor: "warung",
            operation: "request",
            method,
            path: "/stock",
            outcome: effect,
          });
        },
      ),
      { numRuns: cases(100) },
    );
  });
});
