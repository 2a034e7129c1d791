import { runOn } from "@kelaskit/test-support/runtimes";
import { describe, expect, it } from "vitest";
import { main } from "./support/sso-program.ts";

const expected = [
  "signature",
  {
    id: "ckuser0000000000000000001",
    email: "learner@example.com",
    isEmailVerified: true,
    name: "José 🙂",
  },
  "nonce",
];

const module = new URL("support/sso-program.ts", import.meta.url);

describe("a login", () => {
  it("ends on Node", async () => {
    expect(await main()).toEqual(expected);
  });

  it.for(["bun", "deno", "workerd"] as const)("ends alike on %s", async (runtime) => {
    expect(await runOn(runtime, { module })).toEqual(expected);
  });
});
