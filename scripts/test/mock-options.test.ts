import { createMockAcademyOfMine } from "@kelaskit/academy-of-mine/mock";
import { ConfigurationError } from "@kelaskit/core";
import type { MockServer } from "@kelaskit/core/testing";
import { createMockMitrabunso } from "@kelaskit/mitrabunso/mock";
import { createMockScalev } from "@kelaskit/scalev/mock";
import { createMockSkilvul } from "@kelaskit/skilvul/mock";
import { createMockToolzz } from "@kelaskit/toolzz/mock";
import { describe, expect, it } from "vitest";

/** Creates a mock as JavaScript can: with any options. */
type MakeMock = (options: object) => MockServer;

const mocks: readonly (readonly [name: string, make: MakeMock, operation: string, seed: string])[] = [
  ["createMockAcademyOfMine", createMockAcademyOfMine, "courses.enroll", "users"],
  ["createMockMitrabunso", createMockMitrabunso, "prices.create", "prices"],
  ["createMockScalev", createMockScalev, "courses.updateProgress", "customers"],
  ["createMockSkilvul", createMockSkilvul, "orders.create", "products"],
  ["createMockToolzz", createMockToolzz, "plans.enroll", "plans"],
];

describe.each(mocks)("%s", (name, make, operation, seed) => {
  // One letter is missing: the nearest name is the right one.
  const slip = (text: string) => text.slice(0, -1);

  it("refuses an unknown option, and suggests the nearest", () => {
    expect(() => make({ baseUrI: "https://a.test" })).toThrow(
      new ConfigurationError(`${name}: "baseUrI" is not known. Did you mean baseUrl?`),
    );
  });

  it("refuses an unknown kind of seed", () => {
    expect(() => make({ seed: { [slip(seed)]: [] } })).toThrow(
      new ConfigurationError(`${name}: seed: "${slip(seed)}" is not known. Did you mean ${seed}?`),
    );
  });

  it("refuses a route of an unknown operation", () => {
    expect(() => make({ routes: { [slip(operation)]: "POST /v1/x" } })).toThrow(
      `routes: "${slip(operation)}" is not known. Did you mean ${operation}?`,
    );
  });

  it("refuses a failure of an unknown operation", () => {
    expect(() => {
      make({}).fail(slip(operation), { status: 500 });
    }).toThrow(`fail: "${slip(operation)}" is not known. Did you mean ${operation}?`);
  });
});

it.each([createMockScalev(), createMockSkilvul()])("expireTokens() refuses unknown tokens", (mock) => {
  const which: object = { refreshToken: true };
  expect(() => {
    mock.expireTokens(which);
  }).toThrow('expireTokens: "refreshToken" is not known. Did you mean refreshTokens?');
});
