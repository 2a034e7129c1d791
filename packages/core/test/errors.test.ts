import { inspect } from "node:util";
import { afterEach, describe, expect, it, vi } from "vitest";
import * as callErrors from "../src/call-errors.ts";
import * as otherErrors from "../src/errors.ts";
import * as requestErrors from "../src/request-errors.ts";
import type { CallFacts } from "../src/errors.ts";

// As a plain object, to be asked for its classes by name.
const errors = { ...otherErrors, ...callErrors, ...requestErrors };

const facts: CallFacts = {
  vendor: "sample",
  operation: "orders.create",
  method: "POST",
  path: "/v1/orders",
  attempts: 2,
  outcome: "refused",
};
const apiDetails = {
  status: 422,
  code: "E17",
  requestId: "r-1",
  body: { note: "sold out" },
  fields: [],
  retryAfter: 5,
};

/** One error of every class. */
const samples = {
  KelasError: new errors.KelasError("m"),
  ConfigurationError: new errors.ConfigurationError("m"),
  InvalidParamsError: new errors.InvalidParamsError("sample", "orders.create", []),
  UnverifiedRouteError: new errors.UnverifiedRouteError("sample", "orders.create", "POST /v1/orders"),
  CallError: new errors.CallError("m", facts),
  ApiError: new errors.ApiError("m", facts, apiDetails),
  BadRequestError: new errors.BadRequestError("m", facts, apiDetails),
  AuthenticationError: new errors.AuthenticationError("m", facts, apiDetails),
  PermissionError: new errors.PermissionError("m", facts, apiDetails),
  NotFoundError: new errors.NotFoundError("m", facts, apiDetails),
  ConflictError: new errors.ConflictError("m", facts, apiDetails),
  ValidationError: new errors.ValidationError("m", facts, apiDetails),
  RateLimitError: new errors.RateLimitError("m", facts, apiDetails),
  ServerError: new errors.ServerError("m", facts, apiDetails),
  NotModifiedError: new errors.NotModifiedError("m", facts, { ...apiDetails, status: 304 }),
  ConnectionError: new errors.ConnectionError("m", facts, "ECONNRESET"),
  TimeoutError: new errors.TimeoutError("m", facts, 30_000, "try"),
  AbortedError: new errors.AbortedError("m", facts),
  ResponseMismatchError: new errors.ResponseMismatchError("m", facts, { status: 200, issues: [] }),
  PaginationError: new errors.PaginationError("sample", "orders.list", 3, "the cursor came twice"),
};

type ClassName = keyof typeof samples;
const names = Object.keys(samples) as ClassName[];

/** What each class is besides itself and a KelasError. */
const parents: Readonly<Partial<Record<ClassName, readonly ClassName[]>>> = {
  ApiError: ["CallError"],
  BadRequestError: ["ApiError", "CallError"],
  AuthenticationError: ["ApiError", "CallError"],
  PermissionError: ["ApiError", "CallError"],
  NotFoundError: ["ApiError", "CallError"],
  ConflictError: ["ApiError", "CallError"],
  ValidationError: ["ApiError", "CallError"],
  RateLimitError: ["ApiError", "CallError"],
  ServerError: ["ApiError", "CallError"],
  NotModifiedError: ["ApiError", "CallError"],
  ConnectionError: ["CallError"],
  TimeoutError: ["CallError"],
  AbortedError: ["CallError"],
  ResponseMismatchError: ["CallError"],
};

function relatives(name: ClassName): readonly ClassName[] {
  return names.filter(
    (other) => other === name || other === "KelasError" || parents[name]?.includes(other) === true,
  );
}

describe("an error", () => {
  it("has a sample here for every class that core exports", () => {
    const classes = Object.entries(errors).filter(([, value]) => "brand" in value);
    expect(names.toSorted()).toEqual(classes.map(([name]) => name).toSorted());
  });

  it.each(names)("%s is an instance of its class and its parents, and of no other", (name) => {
    const error = samples[name];
    expect(names.filter((other) => errors[other].isInstance(error))).toEqual(relatives(name));
    expect(names.filter((other) => error instanceof errors[other])).toEqual(relatives(name));
  });

  it.each(names)("%s carries its name, also where bundlers rename classes", (name) => {
    expect(samples[name].name).toBe(name);
    expect(String(samples[name])).toMatch(new RegExp(`^${name}: `));
  });

  it.each([undefined, null, "KelasError", 7, {}, new Error("KelasError"), { name: "KelasError" }])(
    "isInstance is false of %o",
    (value) => {
      expect(errors.KelasError.isInstance(value)).toBe(false);
    },
  );

  it("names vendor, operation, attempts and outcome of the call", () => {
    expect(samples.ConnectionError).toMatchObject({ ...facts, code: "ECONNRESET" });
    expect(samples.TimeoutError).toMatchObject({ ...facts, timeout: 30_000, scope: "try" });
    expect(samples.PaginationError).toMatchObject({
      vendor: "sample",
      operation: "orders.list",
      pages: 3,
      message: "sample orders.list: the cursor came twice",
    });
  });
});

describe("errors of two installed copies", () => {
  afterEach(() => {
    vi.resetModules();
  });

  it.each(names)("%s is recognised by the other copy, although instanceof is not true", async (name) => {
    vi.resetModules();
    const copy = {
      ...(await import("../src/errors.ts")),
      ...(await import("../src/call-errors.ts")),
      ...(await import("../src/request-errors.ts")),
    };
    expect(copy[name]).not.toBe(errors[name]);
    expect(samples[name] instanceof copy[name]).toBe(false);
    expect(names.filter((other) => copy[other].isInstance(samples[name]))).toEqual(relatives(name));
  });
});

describe("an error that is printed", () => {
  it("shows the fields that its class declares, and nothing else", () => {
    expect(Object.keys(samples.ApiError).toSorted()).toEqual(
      ["vendor", "operation", "method", "path", "attempts", "outcome"]
        .concat(["status", "code", "requestId", "body", "fields", "retryAfter"])
        .toSorted(),
    );
    const printed = inspect(samples.ApiError);
    expect(printed).toContain("operation: 'orders.create'");
    expect(printed).toContain("note: 'sold out'");
    expect(printed).not.toContain("Symbol(kelaskit");
  });

  it("becomes JSON without its stack", () => {
    expect(JSON.parse(JSON.stringify(samples.ConnectionError))).toEqual({
      ...facts,
      code: "ECONNRESET",
      name: "ConnectionError",
      message: "m",
      classes: ["ConnectionError", "CallError", "KelasError"],
    });
  });
});
