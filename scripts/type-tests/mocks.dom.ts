// The mocks are checked with DOM types only: msw's own declarations do not compile without them.
import * as testing from "@kelaskit/core/testing";

export const packages = { testing };
