import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

/** A browser's error for a chunk that it cannot load. */
const notLoaded = "Failed to fetch dynamically imported module";

/** Fresh copies of core, in which nothing has been loaded yet. */
async function freshWarung() {
  const { createWarung, create, get, list } = await import("../support/client.ts");
  const { fakeFetch } = await import("../support/fake-fetch.ts");
  return { createWarung, create, get, list, fakeFetch };
}

/** The chunk cannot be loaded the first time it is requested, such as in a train's tunnel. */
function inTunnelOnce(): void {
  vi.doMock("../../src/recovery.ts", () => {
    throw new TypeError(notLoaded);
  });
}

function afterTunnel(): void {
  vi.doUnmock("../../src/recovery.ts");
}

beforeEach(() => {
  vi.resetModules();
  vi.spyOn(Math, "random").mockReturnValue(0);
});
afterEach(() => {
  afterTunnel();
  vi.resetModules();
});

describe("the part that says what failed, where it cannot be loaded", () => {
  const answers = [
    { what: "refused", status: 422, outcome: "refused" },
    { what: "failed at", status: 500, outcome: "unknown" },
    { what: "rejected the token of", status: 401, outcome: "refused" },
  ];

  it.each(answers)(
    "leaves true what is known of a write that the vendor has $what",
    async ({ status, outcome }) => {
      const { createWarung, create, fakeFetch } = await freshWarung();
      inTunnelOnce();
      const fake = fakeFetch(() => Response.json({ message: "sold out" }, { status }));

      const failed = create(createWarung(fake));

      await expect(failed).rejects.toMatchObject({
        name: "CallError",
        operation: "items.create",
        outcome,
        attempts: 1,
        message: expect.stringContaining("could not be loaded. Check the network") as unknown,
      });
      expect(fake.sent).toHaveLength(1);
    },
  );

  it("sends a write whose connection broke once, with the outcome unknown", async () => {
    const { createWarung, create, fakeFetch } = await freshWarung();
    inTunnelOnce();
    const fake = fakeFetch(() => Promise.reject(Object.assign(new Error("cut"), { code: "ECONNRESET" })));

    await expect(create(createWarung(fake))).rejects.toMatchObject({ name: "CallError", outcome: "unknown" });
    expect(fake.sent).toHaveLength(1);
  });

  it("says of a read that nothing has changed", async () => {
    const { createWarung, get, fakeFetch } = await freshWarung();
    inTunnelOnce();
    const client = createWarung(fakeFetch(() => new Response(null, { status: 503 })));

    await expect(get(client)).rejects.toMatchObject({ name: "CallError", outcome: "no-effect" });
  });

  it("does not fail a call in which all goes well", async () => {
    const { createWarung, get, fakeFetch } = await freshWarung();
    inTunnelOnce();

    await expect(get(createWarung(fakeFetch(() => Response.json({ id: 1 }))))).resolves.toEqual({ id: 1 });
  });

  it("is asked for again: a later failure is told as it is", async () => {
    const { createWarung, create, fakeFetch } = await freshWarung();
    inTunnelOnce();
    const client = createWarung(fakeFetch(() => Response.json({ message: "sold out" }, { status: 409 })));
    await expect(create(client)).rejects.toMatchObject({ name: "CallError" });
    afterTunnel();

    await expect(create(client)).rejects.toMatchObject({
      name: "ConflictError",
      status: 409,
      message: "warung items.create: POST /items 409: sold out.",
      outcome: "refused",
    });
  });

  it("tells of wrong parameters that nothing was sent", async () => {
    const { createWarung, list, fakeFetch } = await freshWarung();
    inTunnelOnce();
    const fake = fakeFetch(() => Response.json({ items: [], total: 0 }));
    // Callers without types give anything.
    const wrong = { limit: "ten" as unknown as number };
    const client = createWarung(fake);

    await expect(list(client, wrong)).rejects.toMatchObject({ outcome: "not-sent" });
    afterTunnel();

    await expect(list(client, wrong)).rejects.toMatchObject({
      name: "InvalidParamsError",
      issues: [{ field: "limit" }],
    });
    expect(fake.sent).toHaveLength(0);
  });
});

describe("the part that waits for the limiter, where it cannot be loaded", () => {
  afterEach(() => {
    vi.doUnmock("../../src/limiter-slot.ts");
  });

  it("fails the call before anything is sent, and is asked for again by the next", async () => {
    const { createWarung, create, fakeFetch } = await freshWarung();
    vi.doMock("../../src/limiter-slot.ts", () => {
      throw new TypeError(notLoaded);
    });
    const fake = fakeFetch(() => Response.json({ id: 1 }));
    const client = createWarung({ ...fake, limiter: { concurrency: 1 } });

    await expect(create(client)).rejects.toMatchObject({
      name: "CallError",
      operation: "items.create",
      outcome: "not-sent",
      attempts: 0,
      message: expect.stringContaining("could not be loaded. Check the network") as unknown,
    });
    expect(fake.sent).toEqual([]);
    vi.doUnmock("../../src/limiter-slot.ts");

    await expect(create(client)).resolves.toEqual({ id: 1 });
  });
});

describe("a transport whose own part cannot be loaded", () => {
  it("once: the call is sent when it can", async () => {
    const { createWarung, create } = await freshWarung();
    const { NotSentError } = await import("../../src/index.ts");
    let asked = 0;
    const client = createWarung({
      transport: async () => {
        asked += 1;
        if (asked === 1) throw new NotSentError(notLoaded);
        return Response.json({ id: 1 });
      },
    });

    await expect(create(client)).resolves.toEqual({ id: 1 });
    expect(asked).toBe(2);
  });

  it("ever: even a write is known not to be sent", async () => {
    const { createWarung, create } = await freshWarung();
    const { NotSentError } = await import("../../src/index.ts");
    const client = createWarung({ transport: () => Promise.reject(new NotSentError(notLoaded)) });

    await expect(create(client)).rejects.toMatchObject({
      name: "ConnectionError",
      outcome: "not-sent",
      attempts: 3,
      message: expect.stringContaining(notLoaded) as unknown,
    });
  });
});
