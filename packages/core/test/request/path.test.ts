import { anyText } from "@kelaskit/test-support/any-text";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as z from "zod";
import { InvalidParamsError } from "../../src/index.ts";
import { operation } from "../../src/vendor.ts";
import type { NoParams } from "../../src/vendor.ts";
import { expandPath } from "../../src/request/build.ts";
import { parsePath } from "../../src/request/route.ts";
import { answering, failure, onlyRequest, sampleClient } from "../support/sample-vendor.ts";

interface MemberParams {
  readonly groupId: string | number | bigint;
  readonly memberId?: unknown;
}

const anything = () => z.unknown();

const getMember = operation<MemberParams, unknown>({
  name: "members.get",
  method: "GET",
  path: "/v1/groups/{groupId}/members/{memberId}",
  evidence: "documented",
  params: () =>
    z.strictObject({ groupId: z.union([z.string(), z.number(), z.bigint()]), memberId: z.unknown() }),
  response: anything,
});

const listPortals = operation<{ readonly portalId?: string | undefined }, unknown>({
  name: "portals.list",
  method: "GET",
  path: "/v1/portals/{portalId}",
  evidence: "documented",
  params: () => z.strictObject({ portalId: z.optional(z.string()) }),
  optional: ["portalId"],
  response: anything,
});

/** Text that may stand in a path: any but the three that lead elsewhere. */
const pathText = () => anyText({ minLength: 1 }).filter((text) => text !== "." && text !== "..");

describe("path variables", () => {
  it("arrive as they were given, each in one segment", async () => {
    await fc.assert(
      fc.asyncProperty(pathText(), pathText(), async (groupId, memberId) => {
        const vendor = answering({});
        await getMember(sampleClient(vendor), { groupId, memberId });
        const segments = onlyRequest(vendor).path.split("/");
        expect(segments.map((segment) => decodeURIComponent(segment))).toEqual([
          "",
          "v1",
          "groups",
          groupId,
          "members",
          memberId,
        ]);
      }),
      { numRuns: 60 },
    );
  });

  it("are encoded and decode to themselves in any template", () => {
    const literal = fc.stringMatching(/^\/[a-z]{1,5}\/$/);
    fc.assert(
      fc.property(fc.array(fc.tuple(literal, pathText()), { minLength: 1, maxLength: 4 }), (parts) => {
        const template = parts.map(([text], index) => `${text}{v${index}}`).join("");
        const values = Object.fromEntries(parts.map(([, value], index) => [`v${index}`, value]));
        const path = expandPath(parsePath(template), values) ?? "";
        const expected = parts.flatMap(([text, value]) => [text.slice(1, -1), value]);
        expect(path.slice(1).split("/").map(decodeURIComponent)).toEqual(expected);
      }),
    );
  });

  it.each([
    ["a number", 42, "/v1/groups/42/members/7"],
    ["zero", 0, "/v1/groups/0/members/7"],
    ["a negative number", -1, "/v1/groups/-1/members/7"],
    ["a big integer", 9_007_199_254_740_993n, "/v1/groups/9007199254740993/members/7"],
    ["a slash", "a/b", "/v1/groups/a%2Fb/members/7"],
    ["a question mark", "a?b=c", "/v1/groups/a%3Fb%3Dc/members/7"],
    ["dots that are not alone", "...", "/v1/groups/.../members/7"],
    ["an encoded dot, as text", "%2e%2e", "/v1/groups/%252e%252e/members/7"],
  ])("may be %s", async (_, groupId, path) => {
    const vendor = answering({});
    await getMember(sampleClient(vendor), { groupId, memberId: 7 });
    expect(onlyRequest(vendor).path).toBe(path);
  });

  it.each([
    ["empty", "", "expected a non-empty string for the path, got an empty string"],
    [
      "a dot",
      ".",
      "expected a value other than `.` and `..`, which change the path, got a string of 1 character",
    ],
    ["two dots", "..", "expected a value other than `.` and `..`, which change the path"],
    ["a lone surrogate", "a\uD800b", "expected text without lone surrogates"],
    ["null", null, "expected a string or a number for the path, got null"],
    ["a boolean", true, "expected a string or a number for the path, got true"],
    ["a list", ["a"], "expected a string or a number for the path, got a list of 1 entry"],
    ["an object", { id: 1 }, "expected a string or a number for the path, got an object"],
    ["not a number", Number.NaN, "expected a string or a number for the path, got the number NaN"],
    ["infinite", Infinity, "expected a string or a number for the path, got the number Infinity"],
  ])("may not be %s: it is refused before anything is sent", async (_, memberId, words) => {
    const vendor = answering({});
    const error = await failure(
      getMember(sampleClient(vendor), { groupId: "g", memberId }),
      InvalidParamsError,
    );
    expect(error.message).toContain(`memberId: ${words}`);
    expect(error.issues.map(({ field }) => field)).toEqual(["memberId"]);
    expect(vendor.sent).toEqual([]);
  });

  it("may not be missing", async () => {
    const vendor = answering({});
    const error = await failure(getMember(sampleClient(vendor), { groupId: "g" }), InvalidParamsError);
    expect(error.message).toContain("memberId: required, expected a value");
    expect(vendor.sent).toEqual([]);
  });

  it("are all named when several are wrong", async () => {
    const call = getMember(sampleClient(answering({})), { groupId: "..", memberId: "" });
    const error = await failure(call, InvalidParamsError);
    expect(error.issues.map(({ field }) => field)).toEqual(["groupId", "memberId"]);
  });

  it.each([
    [{}, "/v1/portals"],
    [{ portalId: undefined }, "/v1/portals"],
    [{ portalId: "p1" }, "/v1/portals/p1"],
  ])("that are optional go with their slash: %o", async (params, path) => {
    const vendor = answering({});
    await listPortals(sampleClient(vendor), params);
    expect(onlyRequest(vendor).path).toBe(path);
  });

  it("that are optional may still not be empty", async () => {
    const error = await failure(
      listPortals(sampleClient(answering({})), { portalId: "" }),
      InvalidParamsError,
    );
    expect(error.message).toContain("portalId: expected a non-empty string for the path");
  });

  it("follow the path of the base URL, and a trailing slash of the declared path stays", async () => {
    const list = operation<NoParams, unknown>({
      name: "plans.list",
      method: "GET",
      path: "/api/plans/",
      evidence: "documented",
      response: anything,
    });
    const vendor = answering({});
    await list(sampleClient(vendor, { baseUrl: "https://proxy.test/sample/" }));
    expect(onlyRequest(vendor).path).toBe("/sample/api/plans/");
  });
});
