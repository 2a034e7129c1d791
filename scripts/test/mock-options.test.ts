import { createMockAcademyOfMine } from "@kelaskit/academy-of-mine/mock";
import { ConfigurationError } from "@kelaskit/core";
import type { MockServer } from "@kelaskit/core/testing";
import { createMockMitrabunso } from "@kelaskit/mitrabunso/mock";
import { createMockScalev } from "@kelaskit/scalev/mock";
import { createMockSkilvul } from "@kelaskit/skilvul/mock";
import { createMockToolzz } from "@kelaskit/toolzz/mock";
import { describe, expect, it } from "vitest";

/** Makes a mock as JavaScript may: with any options. */
type MakeMock = (options: object) => MockServer;

const mocks: readonly (readonly [name: string, make: MakeMock, operation: string, seed: string])[] = [
  ["createMockAcademyOfMine", createMockAcademyOfMine, "courses.enroll", "users"],
  ["createMockMitrabunso", createMockMitrabunso, "prices.create", "prices"],
  ["createMockScalev", createMockScalev, "courses.updateProgress", "customers"],
  ["createMockSkilvul", createMockSkilvul, "orders.create", "products"],
  ["createMockToolzz", createMockToolzz, "plans.enroll", "plans"],
];

describe.each(mocks)("%s", (name, make, operation, seed) => {
  // One letter less: the nearest name is the right one.
  const slip = (text: string) => text.slice(0, -1);

  it("refuses an option that it does not have, with the nearest that it has", () => {
    expect(() => make({ baseUrI: "https://a.test" })).toThrow(
      new ConfigurationError(`${name}: "baseUrI" is unknown. Did you mean baseUrl?`),
    );
  });

  it("refuses a seed of things that it does not hold", () => {
    expect(() => make({ seed: { [slip(seed)]: [] } })).toThrow(
      new ConfigurationError(`${name}: seed: "${slip(seed)}" is unknown. Did you mean ${seed}?`),
    );
  });

  it("refuses a route of an operation that it does not have", () => {
    expect(() => make({ routes: { [slip(operation)]: "POST /v1/x" } })).toThrow(
      `routes: "${slip(operation)}" is unknown. Did you mean ${operation}?`,
    );
  });

  it("refuses to let an operation fail that it does not have", () => {
    expect(() => {
      make({}).fail(slip(operation), { status: 500 });
    }).toThrow(`fail: "${slip(operation)}" is unknown. Did you mean ${operation}?`);
  });
});

it.each([createMockScalev(), createMockSkilvul()])(
  "expireTokens() refuses tokens that there are not",
  (mock) => {
    const which: object = { refreshToken: true };
    expect(() => {
      mock.expireTokens(which);
    }).toThrow('expireTokens: "refreshToken" is unknown. Did you mean refreshTokens?');
  },
);
