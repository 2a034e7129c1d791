import { failureOf } from "@kelaskit/test-support/failure";
import { patience } from "@kelaskit/test-support/patience";
import { beforeEach, describe, expect, it, vi } from "vitest";
import type { CallWatcher, Telemetry, WatchedCall } from "../src/index.ts";
import { create, createWarung, get } from "./support/client.ts";
import { fakeFetch, withoutBackoff } from "./support/fake-fetch.ts";
import { silentLogger } from "./support/silent-logger.ts";

beforeEach(withoutBackoff);

const item = () => Response.json({ id: 1 });

/** Telemetry of the user's own that notes what it is told. */
function noting(): Telemetry & { readonly notes: unknown[] } {
  const notes: unknown[] = [];
  return {
    notes,
    startCall(call: WatchedCall): CallWatcher {
      notes.push(call);
      return {
        startTry: (attempt) => {
          notes.push(`attempt ${attempt}`);
          return { ended: (end) => void notes.push(end) };
        },
        retrying: () => void notes.push("retrying"),
        ended: ({ attempts, error }) => void notes.push({ attempts, error: error?.name }),
      };
    },
  };
}

it("of your own is told of calls and attempts as they happen", async () => {
  const telemetry = noting();
  let answers = 0;
  const fake = fakeFetch(() => ((answers += 1) === 1 ? new Response(null, { status: 503 }) : item()));

  await get(createWarung({ ...fake, telemetry }));

  expect(telemetry.notes).toEqual([
    {
      vendor: "warung",
      operation: "items.get",
      method: "GET",
      path: "/items/1",
      evidence: "documented",
      baseUrl: "https://api.warung.example",
      isTokenRequest: false,
    },
    "attempt 1",
    { status: 503 },
    "retrying",
    "attempt 2",
    { status: 200 },
    { attempts: 2, error: undefined },
  ]);
});

it("may watch some calls only", async () => {
  const client = createWarung({ ...fakeFetch(item), telemetry: { startCall: () => undefined } });

  expect(await get(client)).toEqual({ id: 1 });
});

describe("that is broken does not fail a call, and the log says so:", () => {
  const fails = (): never => {
    throw new Error("the agent is gone");
  };
  const broken: Readonly<Record<string, Telemetry>> = {
    startCall: { startCall: fails },
    "within of a call": { startCall: () => ({ within: fails }) },
    startTry: { startCall: () => ({ startTry: fails }) },
    "within of an attempt": { startCall: () => ({ startTry: () => ({ within: fails }) }) },
    "headers of an attempt": { startCall: () => ({ startTry: () => ({ headers: { "bad name": "" } }) }) },
    "the end of an attempt": { startCall: () => ({ startTry: () => ({ ended: fails }) }) },
    "the end of a call": { startCall: () => ({ ended: fails }) },
  };

  it.each(Object.entries(broken))("%s", async (_place, telemetry) => {
    const lines: string[] = [];
    const logger = silentLogger({ error: (line: string) => void lines.push(line) });
    const fake = fakeFetch(() => Response.json({}, { status: 201 }));

    expect(await create(createWarung({ ...fake, telemetry, logger }))).toEqual({});

    expect(fake.sent).toHaveLength(1);
    expect(lines).toEqual([expect.stringMatching(/^The telemetry of the warung client failed: /)]);
  });
});

it("that starts the work too late does not send it twice", async () => {
  const late: (() => void)[] = [];
  const telemetry: Telemetry = {
    startCall: () => ({
      within: (work) => void late.push(work),
      startTry: () => ({ within: (work) => void late.push(work) }),
    }),
  };
  const fake = fakeFetch(() => Response.json({}, { status: 201 }));

  await create(createWarung({ ...fake, telemetry }));
  for (const work of late) work();

  expect(fake.sent).toHaveLength(1);
});

it("that fails later is logged, and does not end the process", async () => {
  const lines: string[] = [];
  const logger = silentLogger({ error: (line: string) => void lines.push(line) });
  const later = async (): Promise<never> => {
    await Promise.resolve();
    throw new Error("the agent is gone");
  };
  // oxlint-disable-next-line typescript/no-misused-promises, typescript/strict-void-return -- as a user's JavaScript may do
  const telemetry: Telemetry = { startCall: () => ({ ended: later }) };
  await get(createWarung({ ...fakeFetch(item), telemetry, logger }));

  await vi.waitFor(() => {
    expect(lines).toEqual([expect.stringMatching(/^The telemetry of the warung client failed: /)]);
  }, patience);
});

it("leaves the caller's line in the stack of an error", async () => {
  const client = createWarung({
    ...fakeFetch(() => new Response(null, { status: 422 })),
    telemetry: noting(),
  });

  const error = await failureOf(create(client), Error);

  expect(error.stack).toContain("telemetry.test.ts");
});
