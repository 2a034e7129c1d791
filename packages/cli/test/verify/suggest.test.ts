import { createMockAcademyOfMine } from "@kelaskit/academy-of-mine/mock";
import * as fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import { vendors } from "../../src/vendors/table.ts";
import { pathVariants } from "../../src/verify/route-variants.ts";
import { verify, witness } from "./support.ts";

/** A portal with other conventions. */
const routes = {
  "badges.list": "GET /badges",
  "certificateTemplates.list": "GET /certificate-templates/list",
  "certificateTemplates.get": "GET /certificate_template/{id}",
  "users.get": "GET /people/{id}/show",
};
const only = ["--only", Object.keys(routes).join(","), "--only", "users.list"];

describe("kelaskit verify --suggest", () => {
  it("finds routes that follow another convention, and says what it tried", async () => {
    const mock = createMockAcademyOfMine({ routes });
    const from = await witness("academy-of-mine", mock);
    const { file, report } = await verify("academy-of-mine", from, [...only, "--suggest"]);
    expect(file.routes).toEqual({
      "badges.list": "GET /badges",
      "certificateTemplates.get": "GET /certificate_template/{id}",
      "certificateTemplates.list": "GET /certificate-templates/list",
      "users.list": "GET /user/list",
    });
    expect(file.operations["users.get"]).toMatchObject({ verdict: "not-found", route: "GET /user/{id}" });
    expect(file.operations["users.get"]?.suggestionsTried).toContain("GET /users/{id}");
    expect(report).toContain("found with --suggest");
    expect(new Set(mock.requests.map(({ method }) => method))).toEqual(new Set(["GET"]));
  });

  it("sends no more requests in a second than --rate allows: all clients of the search wait in one line", async () => {
    const academy = vendors["academy-of-mine"];
    const loaded = await academy.load();
    const limiters: unknown[] = [];
    const load = vi.spyOn(academy, "load").mockResolvedValue({
      ...loaded,
      createClient(credentials, options) {
        limiters.push(options.limiter);
        return loaded.createClient(credentials, options);
      },
    });
    const from = await witness("academy-of-mine", createMockAcademyOfMine({ routes }));
    await verify("academy-of-mine", from, [...only, "--suggest"]);
    load.mockRestore();
    expect(limiters.length).toBeGreaterThan(5);
    expect(limiters[0]).toBeDefined();
    expect(new Set(limiters).size).toBe(1);
  });

  it("is not tried unless it is asked for", async () => {
    const mock = createMockAcademyOfMine({ routes });
    const { file } = await verify("academy-of-mine", await witness("academy-of-mine", mock), only);
    expect(file.routes).toEqual({ "users.list": "GET /user/list" });
    expect(file.operations["badges.list"]).not.toHaveProperty("suggestionsTried");
  });
});

describe("the other paths of an operation", () => {
  it.each([
    ["/badge/list", true, ["/badges/list", "/badge", "/badges"]],
    ["/course/{id}", false, ["/courses/{id}"]],
    ["/category/course/list", true, ["/categories/course/list", "/category/course", "/categories/course"]],
    [
      "/certificateTemplate/{id}",
      false,
      [
        "/certificateTemplates/{id}",
        "/certificate-template/{id}",
        "/certificate_template/{id}",
        "/certificate-templates/{id}",
        "/certificate_templates/{id}",
      ],
    ],
  ])("%s (a list: %s) are %j", (path, isList, expected) => {
    expect(pathVariants(path, isList)).toEqual(expected);
  });

  it("are few, are others, and have the same variables", () => {
    const segment = fc.oneof(
      fc.stringMatching(/^[a-z]{1,8}([A-Z][a-z]{1,5}|[-_][a-z]{1,5})?$/),
      fc.constant("{id}"),
    );
    fc.assert(
      fc.property(fc.array(segment, { minLength: 1, maxLength: 5 }), fc.boolean(), (segments, isList) => {
        const path = `/${segments.join("/")}`;
        const variants = pathVariants(path, isList);
        expect(variants.length).toBeLessThanOrEqual(8);
        expect(variants).not.toContain(path);
        for (const variant of variants) {
          expect(variant.match(/\{id\}/g)).toEqual(path.match(/\{id\}/g));
          expect(variant).toMatch(/^(?:\/[\w{}-]+)+$/);
        }
      }),
    );
  });
});
