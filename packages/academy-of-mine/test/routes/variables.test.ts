import { describe, expect, it } from "vitest";
import { importRoutes } from "../../src/routes/index.ts";

interface Given {
  readonly summary: string;
  readonly tag: string;
  readonly path: string;
  readonly method?: string;
}

const documentOf = ({ summary, tag, path, method = "get" }: Given, rest: object = {}): object => ({
  openapi: "3.1.0",
  info: { title: "Portal", version: "1" },
  paths: { [path]: { [method]: { summary, tags: [tag] } } },
  ...rest,
});

const details = { summary: "Get PDF Module Details", tag: "PDF Modules" };
const membership = { summary: "Update Membership", tag: "Users", method: "put" };

describe("a path's variables get our names", () => {
  it.each<[string, Given, string]>([
    [
      "by equal names, in any order",
      { ...details, path: "/pdf/{portalId}/{registrationId}/{moduleId}" },
      "GET /pdf/{portalId}/{registrationId}/{moduleId}",
    ],
    [
      "by equal names in another spelling",
      { ...details, path: "/pdf/{registration_id}/{module_id}/{portal-id?}" },
      "GET /pdf/{registrationId}/{moduleId}/{portalId}",
    ],
    [
      "by position where the names can mean the same",
      { ...details, path: "/pdf/{registration}/{module}/{portal}" },
      "GET /pdf/{registrationId}/{moduleId}/{portalId}",
    ],
    [
      "the only one by the only one",
      { summary: "Enroll learners", tag: "Courses", path: "/course/{course}/enroll", method: "post" },
      "POST /course/{id}/enroll",
    ],
    [
      "the only one by the only one, although another parameter has the name",
      { ...membership, path: "/user/membership/{id}" },
      "PUT /user/membership/{userId}",
    ],
    [
      "by a parameter that we would send in the body",
      { summary: "Update LtiPlatform", tag: "LTI platforms", path: "/lti/{ltiPlatform}", method: "put" },
      "PUT /lti/{id}",
    ],
  ])("%s", async (_, given, route) => {
    const { routes } = await importRoutes(documentOf(given));
    expect(Object.values(routes)).toEqual([route]);
  });

  it("by a parameter of the body where our path has no variable", async () => {
    const { routes, report } = await importRoutes(
      documentOf({
        summary: "Clone a course",
        tag: "Courses",
        path: "/course/clone/{course_id}",
        method: "post",
      }),
    );
    expect(routes).toEqual({ "courses.clone": "POST /course/clone/{course_id}" });
    expect(report.matched[0]?.warnings).toEqual([]);
  });

  it("or the operation is ambiguous, and the reason names the variable", async () => {
    const { routes, report } = await importRoutes(
      documentOf({
        summary: "Enroll learners",
        tag: "Courses",
        path: "/{tenant}/course/{user}/{slug}",
        method: "post",
      }),
    );
    expect(routes).toEqual({});
    expect(report.ambiguous[0]).toMatchObject({
      operation: "courses.enroll",
      candidates: [{ why: expect.stringContaining("its variable {tenant}") as string }],
    });
  });

  it("and a variable that the path lacks is announced", async () => {
    const { report } = await importRoutes(
      documentOf({ summary: "Enroll learners", tag: "Courses", path: "/course/enroll", method: "post" }),
    );
    expect(report.matched).toMatchObject([
      { route: "POST /course/enroll", warnings: [expect.stringContaining("{id}")] },
    ]);
  });
});

describe("the portal's /api is part of the client's base URL", () => {
  const enroll = { summary: "Enroll learners", tag: "Courses", method: "post" };
  it.each<[string, string, object]>([
    ["in the path", "/api/course/enroll/{id}", {}],
    ["in the server's address", "/course/enroll/{id}", { servers: [{ url: "https://portal.example/api" }] }],
    ["in a relative server's address", "/course/enroll/{id}", { servers: [{ url: "/api/" }] }],
    [
      "behind variables of the server",
      "/course/enroll/{id}",
      { servers: [{ url: "https://{portal}.aomlms.com/{base}", variables: { base: { default: "api" } } }] },
    ],
    ["nowhere", "/course/enroll/{id}", {}],
  ])("%s", async (_, path, rest) => {
    const { routes } = await importRoutes(documentOf({ ...enroll, path }, rest));
    expect(routes).toEqual({ "courses.enroll": "POST /course/enroll/{id}" });
  });

  it("and routes outside of it are skipped with a note", async () => {
    const { report } = await importRoutes({
      openapi: "3.0.0",
      paths: {
        "/api/course/enroll/{id}": { post: { summary: "Enroll learners", tags: ["Courses"] } },
        "/login": { post: { summary: "Log in" } },
      },
    });
    expect(report.notes).toEqual([expect.stringMatching(/^POST \/login was skipped/)]);
  });
});
