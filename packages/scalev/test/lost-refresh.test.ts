import { failureOf } from "@kelaskit/test-support/failure";
import { ConnectionError } from "@kelaskit/core";
import { serve } from "@kelaskit/core/testing/node";
import { describe, expect, it, onTestFinished } from "vitest";
import { createScalev, LoginRequiredError, type Scalev } from "../src/index.ts";
import { createMockScalev, type MockScalev } from "../src/mock/index.ts";
import { operationsOf } from "./helpers.ts";

type Fetch = typeof globalThis.fetch;

/** A customer whose tokens are as good as ended, on a connection that has been used, and whose next renewal loses its reply. */
async function setUpLostRefresh(
  fetch?: Fetch,
): Promise<{ readonly mock: MockScalev; readonly scalev: Scalev }> {
  const mock = createMockScalev();
  const served = await serve(mock);
  onTestFinished(() => served.close());
  const scalev = createScalev({ ...mock.credentials, baseUrl: served.url, fetch, logger: false });
  await scalev.useTokens({ ...mock.logIn(), expires_in: 1 });
  await scalev.catalog.listItems().toArray({ limit: 1 });
  mock.fail("auth.refresh", { lost: "reply" });
  return { mock, scalev };
}

function refreshesOf(mock: MockScalev): number {
  return operationsOf(mock).filter((operation) => operation === "auth.refresh").length;
}

/** As Chromium does it with whatever ends without an answer. */
const repeatingFetch: Fetch = (input, init) => fetch(input, init).catch(() => fetch(input, init));

describe("a renewal whose reply is lost", () => {
  it("is sent once, and the call is `not-sent` with the reason", async () => {
    const { mock, scalev } = await setUpLostRefresh();

    const error = await failureOf(scalev.me.get());

    expect(error).toBeInstanceOf(ConnectionError);
    expect(error).toMatchObject({ outcome: "not-sent", cause: { outcome: "unknown" } });
    expect(refreshesOf(mock)).toBe(1);
  });

  it("may be retried by another call, which ends the login, without further requests", async () => {
    const { mock, scalev } = await setUpLostRefresh();
    await failureOf(scalev.me.get());

    const errors = [await failureOf(scalev.me.get()), await failureOf(scalev.me.get())];

    expect(errors).toEqual([expect.any(LoginRequiredError), expect.any(LoginRequiredError)]);
    expect(refreshesOf(mock)).toBe(2);
  });

  it("ends in LoginRequiredError where the platform sends it twice", async () => {
    const { mock, scalev } = await setUpLostRefresh(repeatingFetch);

    const errors = [
      ...(await Promise.all([failureOf(scalev.me.get()), failureOf(scalev.me.get())])),
      await failureOf(scalev.me.get()),
    ];

    for (const error of errors) expect(error).toBeInstanceOf(LoginRequiredError);
    expect(String(errors[0])).toContain("Log in again with auth.login");
    expect([refreshesOf(mock), mock.doubleSpends]).toEqual([2, 1]);
  });

  it("is over with the next login", async () => {
    const { mock, scalev } = await setUpLostRefresh(repeatingFetch);
    await failureOf(scalev.me.get());

    await scalev.useTokens(mock.logIn());

    expect((await scalev.me.get()).customer.email).toBe("learner@example.com");
    expect(refreshesOf(mock)).toBe(2);
  });
});
