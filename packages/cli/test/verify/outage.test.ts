import { createMockAcademyOfMine } from "@kelaskit/academy-of-mine/mock";
import { createMockSkilvul } from "@kelaskit/skilvul/mock";
import { describe, expect, it } from "vitest";
import type { VerifiedFile } from "../../src/verify/verified-file.ts";
import { desk, liar, type Lie, verify, type Witness, witness } from "./support.ts";

const some = ["--only", "users.*,badges.*,courses.*,orders.*,media.*"];

/** An API that answers some requests, and then fails. */
async function failingAfter(count: number, failure: Lie): Promise<Witness & { readonly sent: () => number }> {
  let sent = 0;
  const from = await liar("academy-of-mine", createMockAcademyOfMine(), (request) => {
    sent += 1;
    return sent > count ? failure(request) : undefined;
  });
  return { ...from, sent: () => sent };
}

function unreachable(): never {
  throw new TypeError("fetch failed", { cause: Object.assign(new Error("x"), { code: "ENOTFOUND" }) });
}

function refusal(status: number, headers: Readonly<Record<string, string>> = {}): Lie {
  return () => Response.json({ message: "marked words of the vendor" }, { status, headers });
}

/** What two runs of the same vendor must have in common. */
function verdictsOf({ operations }: VerifiedFile): unknown {
  return Object.fromEntries(
    Object.entries(operations).map(([name, { verdict, reason }]) => [name, { verdict, reason }]),
  );
}

function answeredOf({ operations }: VerifiedFile): readonly string[] {
  return Object.keys(operations).filter((name) => operations[name]?.verdict === "answered");
}

/** Refuses all requests to a part of the API. */
function closed(part: RegExp): Lie {
  return (request) => (part.test(new URL(request.url).pathname) ? refusal(401)(request) : undefined);
}

describe("an outage in the middle of kelaskit verify", () => {
  it.each([
    ["the network is lost", unreachable, "The vendor can no longer be reached"],
    ["the token is revoked", refusal(401), "The vendor now rejects the credentials"],
    ["too much was asked", refusal(429, { "retry-after": "3600" }), "The vendor accepts no more requests"],
    [
      "the server is down",
      refusal(503, { "retry-after": "3600" }),
      "answers everything with an error of its server",
    ],
    ["a firewall has closed", refusal(403), "The vendor now denies what it answered before"],
  ])("ends the run, and is no result: %s", async (_, failure, words) => {
    const from = await failingAfter(10, failure);
    await using place = await desk();
    const first = await place.verify("academy-of-mine", from, some);
    expect(first).toMatchObject({ code: 1, file: { isComplete: false } });
    expect(first.stderr).toContain("To continue, run the same command again.");
    expect(first.stderr).toContain(words);
    expect(first.stderr).not.toContain("marked");
    expect(answeredOf(first.file)).toHaveLength(10);
    const others = Object.values(first.file.operations).filter(({ verdict }) => verdict !== "answered");
    expect(new Set(others.map(({ verdict }) => verdict))).toEqual(new Set(["not-tried"]));
    // Three that failed and one that had answered, each repeated once at most.
    expect(from.sent()).toBeLessThanOrEqual(18);

    const healthy = await witness("academy-of-mine", createMockAcademyOfMine());
    const second = await place.verify("academy-of-mine", healthy, some);
    const whole = await verify("academy-of-mine", healthy, some);
    expect(second.file.isComplete).toBe(true);
    expect(verdictsOf(second.file)).toEqual(verdictsOf(whole.file));
  });

  it("is noticed at the last operation, too", async () => {
    const words = ["--only", "users.list,users.get"];
    const from = await failingAfter(1, refusal(401));
    await using place = await desk();
    const { file } = await place.verify("academy-of-mine", from, words);
    expect(file).toMatchObject({
      isComplete: false,
      operations: { "users.list": { verdict: "answered" }, "users.get": { verdict: "not-tried" } },
    });
  });

  it("is noticed while other routes are searched", async () => {
    const routes = { "badges.list": "GET /badges" };
    const words = ["--only", "badges.list,users.list", "--suggest"];
    const mock = createMockAcademyOfMine({ routes });
    let isSearching = false;
    const from = await liar("academy-of-mine", mock, ({ url }) => {
      if (isSearching) unreachable();
      isSearching = url.includes("/user/list");
      return undefined;
    });
    await using place = await desk();
    const first = await place.verify("academy-of-mine", from, words);
    expect(first.file.isComplete).toBe(false);
    expect(first.file.operations["badges.list"]).not.toHaveProperty("suggestionsTried");
    const second = await place.verify("academy-of-mine", await witness("academy-of-mine", mock), words);
    expect(second.file).toMatchObject({ isComplete: true, routes });
  });

  it("sends one login that is rejected, not one for each operation", async () => {
    const mock = createMockSkilvul();
    const sent: string[] = [];
    const from = await liar("skilvul", mock, ({ method }) => {
      sent.push(method);
      return sent.length > 4 ? Response.json({ error: { message: "Wrong" } }, { status: 401 }) : undefined;
    });
    const { file, stderr } = await verify("skilvul", from);
    expect(file.isComplete).toBe(false);
    expect(stderr).toContain("The vendor now rejects the credentials");
    // The call, whose token is rejected, and both ways to a new one.
    expect(sent.slice(4)).toEqual(["GET", "POST", "POST"]);
  });
});

describe("a failure that is no outage", () => {
  it("is the result of each operation of a resource that the vendor refuses", async () => {
    const from = await liar("academy-of-mine", createMockAcademyOfMine(), closed(/\/course/));
    const { file } = await verify("academy-of-mine", from, some);
    expect(file.isComplete).toBe(true);
    const courses = Object.entries(file.operations).filter(
      ([name, { status }]) => name.startsWith("courses.") && status !== undefined,
    );
    expect(courses.length).toBeGreaterThan(3);
    expect(courses.filter(([, { verdict }]) => verdict !== "refused")).toEqual([]);
    expect(file.operations["users.get"]).toMatchObject({ verdict: "answered" });
  });

  it("is a result although nothing was answered before", async () => {
    const from = await liar("academy-of-mine", createMockAcademyOfMine(), closed(/\/accredible\//));
    const { file } = await verify("academy-of-mine", from, ["--only", "accredible.*,users.list"]);
    expect(file).toMatchObject({
      isComplete: true,
      operations: {
        "accredible.lookupGroups": { verdict: "refused" },
        "users.list": { verdict: "answered" },
      },
    });
  });

  it("is a result when the run is continued, at every limit of requests", async () => {
    const from = await liar("academy-of-mine", createMockAcademyOfMine(), closed(/\/course/));
    const words = ["--only", "users.list,courses.l*"];
    await using place = await desk();
    let last = await place.verify("academy-of-mine", from, [...words, "--max-requests", "2"]);
    for (let run = 0; run < 20 && !last.file.isComplete; run += 1)
      last = await place.verify("academy-of-mine", from, [...words, "--max-requests", "2"]);
    const whole = await verify("academy-of-mine", from, words);
    expect(last.file.isComplete).toBe(true);
    expect(verdictsOf(last.file)).toEqual(verdictsOf(whole.file));
  });

  it("is the result of one operation that cannot be reached alone", async () => {
    const from = await liar("academy-of-mine", createMockAcademyOfMine(), ({ url }) =>
      url.includes("/user/list") ? unreachable() : undefined,
    );
    const { file } = await verify("academy-of-mine", from, ["--only", "badges.list,users.list"]);
    expect(file).toMatchObject({
      isComplete: true,
      operations: { "users.list": { verdict: "failed", reason: "the connection failed (ENOTFOUND)" } },
    });
  });

  it("is the result of everything that a vendor denies", async () => {
    const from = await liar("academy-of-mine", createMockAcademyOfMine(), refusal(403));
    const { file } = await verify("academy-of-mine", from, ["--only", "*.list"]);
    expect(file.isComplete).toBe(true);
    expect(file.operations["users.list"]).toMatchObject({ verdict: "refused", status: 403 });
  });
});
