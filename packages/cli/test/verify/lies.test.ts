import { createMockAcademyOfMine } from "@kelaskit/academy-of-mine/mock";
import { createMockSkilvul } from "@kelaskit/skilvul/mock";
import { describe, expect, it } from "vitest";
import { liar, type Lie, verify, type Verification } from "./support.ts";

/** The path of a request after the API's address. */
function pathOf({ url }: Request): string {
  return new URL(url).pathname.replace(/^\/api/, "");
}

/** Academy of Mine, which answers one path with a lie. */
async function withLie(path: string, lie: Lie, words: readonly string[] = []): Promise<Verification> {
  const from = await liar("academy-of-mine", createMockAcademyOfMine(), (request) =>
    pathOf(request) === path ? lie(request) : undefined,
  );
  return verify("academy-of-mine", from, ["--only", "badges.list,media.list,users.list,users.get", ...words]);
}

const html = (status: number): Response =>
  new Response("<!doctype html><title>Sign in</title>", {
    status,
    headers: { "content-type": "text/html" },
  });

const lies: readonly (readonly [string, Lie, object])[] = [
  [
    "another route",
    () => Response.json({ message: "Not Found" }, { status: 404 }),
    { verdict: "not-found", status: 404, reason: "the route is wrong" },
  ],
  [
    "another method",
    () => Response.json({ message: "Not allowed" }, { status: 405 }),
    { verdict: "not-found", status: 405 },
  ],
  [
    "a list in place of a page",
    () => Response.json([{ id: 1 }]),
    { verdict: "drift", drift: [{ field: "(body)", expected: "an object", received: "list" }] },
  ],
  [
    "another type and a missing field",
    () => Response.json({ recordsTotal: "one", records: [] }),
    {
      verdict: "drift",
      drift: expect.arrayContaining([
        expect.objectContaining({ field: "recordsTotal" }),
        expect.objectContaining({ field: "recordsFiltered" }),
      ]) as unknown,
    },
  ],
  [
    "the reply to something else",
    () => Response.json({ version: 4, healthy: true }),
    { verdict: "failed", reason: "the reply has none of the declared fields" },
  ],
  [
    "a field that nobody declared",
    () => Response.json({ recordsTotal: 0, recordsFiltered: 0, records: [], nextPageToken: null }),
    { verdict: "answered", undeclared: ["nextPageToken"] },
  ],
  [
    "a refusal",
    () => Response.json({ message: "Forbidden" }, { status: 403 }),
    { verdict: "refused", status: 403 },
  ],
  [
    "a refusal of the parameters",
    () => Response.json({ message: "Invalid", errors: { page_size: ["required"] } }, { status: 422 }),
    {
      verdict: "rejected",
      status: 422,
      shape: {
        message: "string",
        errors: "object",
        "errors.page_size": "list",
        "errors.page_size[]": "string",
      },
    },
  ],
  [
    "a page of HTML",
    () => html(200),
    { verdict: "failed", status: 200, reason: expect.stringContaining("an HTML page") as unknown },
  ],
  [
    "a login wall",
    () => new Response(null, { status: 302, headers: { location: "https://demo.aomlms.com/login" } }),
    { verdict: "failed", status: 302, reason: expect.stringContaining("a redirect") as unknown },
  ],
  [
    "half of a reply",
    () => new Response('{"recordsTotal":', { headers: { "content-type": "application/json" } }),
    { verdict: "failed", status: 200, reason: "a reply that is not JSON" },
  ],
  [
    "an error of the server",
    () => Response.json({ message: "Server Error" }, { status: 500 }),
    { verdict: "failed", status: 500, reason: "an error of the server" },
  ],
];

describe("kelaskit verify with a vendor that lies", () => {
  it.each(lies)("reports %s", async (_, lie, record) => {
    const { file, code } = await withLie("/badge/list", lie);
    expect(file.operations["badges.list"]).toMatchObject(record);
    expect(file.operations["media.list"]).toMatchObject({ verdict: "answered" });
    expect(code).toBe(_ === "a field that nobody declared" ? 0 : 1);
  });

  it("reports an answer that takes too long", async () => {
    const never: Lie = ({ signal }) =>
      new Promise((_resolve, reject) => {
        signal.addEventListener("abort", () => {
          reject(new DOMException("The request was aborted.", "AbortError"));
        });
      });
    const { file } = await withLie("/badge/list", never, ["--timeout", "0.05"]);
    expect(file.operations["badges.list"]).toMatchObject({
      verdict: "failed",
      reason: "no answer within 0.05 s",
    });
  });

  it("keeps the routes that answered, however their replies differ", async () => {
    const { file } = await withLie("/badge/list", () => Response.json({ recordsTotal: "one", records: [] }));
    expect(file.routes).toHaveProperty(["badges.list"], "GET /badge/list");
  });

  it("does not take a wrong route for a real one", async () => {
    const { file } = await withLie("/badge/list", () => Response.json({ version: 4 }));
    expect(Object.keys(file.routes)).not.toContain("badges.list");
  });

  it.each([null, true, 42, "ok"])("does not take a route that answers %j for a real one", async (reply) => {
    const { file } = await withLie("/badge/list", () => Response.json(reply));
    expect(file.operations["badges.list"]).toMatchObject({
      verdict: "failed",
      evidence: "proposed",
      reason: expect.stringContaining("neither an object nor a list") as unknown,
    });
    expect(file.routes).not.toHaveProperty(["badges.list"]);
  });

  it.each([
    [{ error: "No", code: 404 }, "failed"],
    [{ Status: "error", error_message: "No" }, "failed"],
    [{ data: [{ id: 1 }], message: "Done" }, "drift"],
    [{}, "drift"],
  ])("tells a message from a wrapped list: %j", async (reply, verdict) => {
    const from = await liar("academy-of-mine", createMockAcademyOfMine(), () => Response.json(reply));
    const { file } = await verify("academy-of-mine", from, ["--only", "users.lookupTypes"]);
    expect(file.operations["users.lookupTypes"]).toMatchObject({ verdict });
  });

  it("does not take JSON for a file", async () => {
    const from = await liar("academy-of-mine", createMockAcademyOfMine(), () => Response.json([{ id: 1 }]));
    const { file } = await verify("academy-of-mine", from, ["--only", "orders.export"]);
    expect(file.operations["orders.export"]).toMatchObject({
      verdict: "failed",
      reason: "JSON in place of a file",
    });
  });

  it.each([
    [204, "an empty reply"],
    [304, "a reply that nothing has changed, to a first request"],
  ])("does not call status %i a page", async (status, reason) => {
    const { file } = await withLie("/badge/list", () => new Response(null, { status }));
    expect(file.operations["badges.list"]).toMatchObject({ verdict: "failed", status, reason });
  });

  it("does not call a route wrong because of one missing record", async () => {
    const { file } = await withLie("/user/1", () => Response.json({ message: "No user" }, { status: 404 }));
    expect(file.operations["users.get"]).toMatchObject({ verdict: "answered" });
  });

  it("tells a route that has no record of the vendor's own ids", async () => {
    const from = await liar("academy-of-mine", createMockAcademyOfMine(), (request) =>
      /^\/user\/\d+$/.test(pathOf(request))
        ? Response.json({ message: "No user" }, { status: 404 })
        : undefined,
    );
    const { file } = await verify("academy-of-mine", from, ["--only", "users.list,users.get"]);
    expect(file.operations["users.get"]).toMatchObject({
      verdict: "not-found",
      reason: "no record for 2 ids of the vendor's own",
    });
  });

  it("reports each refusal of a vendor that refuses half of everything", async () => {
    let count = 0;
    const from = await liar("academy-of-mine", createMockAcademyOfMine(), () => {
      count += 1;
      return count % 2 === 0 ? Response.json({ message: "Forbidden" }, { status: 403 }) : undefined;
    });
    const { file, code } = await verify("academy-of-mine", from, [
      "--only",
      "*.lookupStatuses,*.lookupTypes",
    ]);
    const records = Object.values(file.operations).filter(({ verdict }) => verdict !== "not-tried");
    const refused = records.filter(({ verdict }) => verdict === "refused");
    expect(refused.length).toBe(Math.floor(records.length / 2));
    expect(refused.length).toBeGreaterThan(1);
    expect(code).toBe(1);
  });

  it("reports an error in a reply with status 200", async () => {
    const from = await liar("skilvul", createMockSkilvul(), ({ url }) =>
      url.endsWith("/v1/provinces") ? Response.json({ error: { message: "No" } }) : undefined,
    );
    const { file } = await verify("skilvul", from, ["--only", "provinces.list"]);
    expect(file.operations["provinces.list"]).toMatchObject({
      verdict: "failed",
      status: 200,
      reason: "an error in a reply with a successful status",
    });
  });

  it("stops when the vendor rejects the credentials, and writes nothing", async () => {
    let count = 0;
    const from = await liar("academy-of-mine", createMockAcademyOfMine(), () => {
      count += 1;
      return Response.json({ message: "Unauthenticated." }, { status: 401 });
    });
    const { code, stderr, json } = await verify("academy-of-mine", from);
    expect({ code, json }).toEqual({ code: 1, json: "" });
    expect(stderr).toContain("401");
    expect(count).toBeLessThanOrEqual(3);
  });

  it("tries a rejected login once", async () => {
    let count = 0;
    const from = await liar("skilvul", createMockSkilvul(), () => {
      count += 1;
      return Response.json({ error: { message: "Wrong secret" } }, { status: 401 });
    });
    const { json } = await verify("skilvul", from);
    expect({ count, json }).toEqual({ count: 1, json: "" });
  });

  it("notes headers about limits and request ids", async () => {
    const headers = { "x-ratelimit-limit": "60", "x-ratelimit-remaining": "59", "x-request-id": "r-1" };
    const { file } = await withLie("/badge/list", () =>
      Response.json({ recordsTotal: 0, recordsFiltered: 0, records: [] }, { headers }),
    );
    expect(file.traffic).toMatchObject({
      limitHeaders: { "x-ratelimit-limit": 60, "x-ratelimit-remaining": "present" },
      requestIdHeaders: ["x-request-id"],
    });
  });

  it("notes how long a page is, if another one follows", async () => {
    const { file } = await withLie("/none", () => undefined);
    expect(file.operations["users.list"]).toMatchObject({ pageSize: 50 });
    expect(file.operations["badges.list"]).toMatchObject({ isEmpty: true });
  });
});
