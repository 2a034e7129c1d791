import { describe, expect, it } from "vitest";
import type { Entry } from "har-format";
import { formatRoutesReport, importRoutes } from "../../src/routes/index.ts";
import { rest } from "./conventions.ts";
import { allFacts, recordSession } from "./recorded-session.ts";
import { forCmd, refusal } from "./support.ts";

/** The types know either the text or the parameters; browsers save both. */
interface Posted {
  readonly mimeType: string;
  readonly text?: string;
  readonly params?: readonly { readonly name: string; readonly value: string }[];
}

interface Exchange {
  readonly method?: string;
  readonly url: string;
  readonly body?: unknown;
  readonly posted?: Posted;
  readonly status?: number;
  readonly mimeType?: string;
  readonly reply?: unknown;
  readonly text?: string;
}

function entryOf(exchange: Exchange): Entry {
  const { method = "GET", url, body, status = 200, mimeType, reply, text } = exchange;
  return {
    startedDateTime: "2026-01-05T09:00:00.000Z",
    time: 1,
    request: {
      method,
      url,
      httpVersion: "HTTP/2",
      cookies: [],
      headers: [],
      queryString: [...new URL(url).searchParams].map(([name, value]) => ({ name, value })),
      ...(body !== undefined && {
        postData: { mimeType: "application/json;charset=UTF-8", text: JSON.stringify(body) },
      }),
      headersSize: -1,
      bodySize: -1,
    },
    response: {
      status,
      statusText: "",
      httpVersion: "HTTP/2",
      cookies: [],
      headers: [],
      content: {
        size: 1,
        mimeType: mimeType ?? "application/json; charset=utf-8",
        ...(text !== undefined && { text }),
        ...(reply !== undefined && { text: JSON.stringify(reply) }),
      },
      redirectURL: "",
      headersSize: -1,
      bodySize: -1,
    },
    cache: {},
    timings: { wait: 1, receive: 0 },
  };
}

const harOf = (exchanges: readonly Exchange[]): object => ({
  log: {
    version: "1.2",
    creator: { name: "a browser", version: "1" },
    entries: exchanges.map((exchange) => {
      const { posted } = exchange;
      const entry = entryOf(exchange);
      return posted === undefined ? entry : { ...entry, request: { ...entry.request, postData: posted } };
    }),
  },
});

const enrolled = { message: "Done", enrolledUsersCount: 1, notEnrolledUsers: [] };
const enroll = (path: string, more: Partial<Exchange> = {}): Exchange => ({
  method: "POST",
  url: `https://acme.example${path}`,
  body: { studentIds: [1], portalId: -1 },
  reply: enrolled,
  ...more,
});

describe("what a browser records besides the API", () => {
  it("is left out and counted", async () => {
    const { routes, report } = await importRoutes(
      harOf([
        { url: "https://acme.example/", mimeType: "text/html", text: "<html></html>" },
        { url: "https://acme.example/app.js", mimeType: "text/javascript", text: "1" },
        { url: "https://acme.example/locales/en.json.map", text: "{}" },
        { url: "https://stats.example/collect", reply: { ok: true } },
        enroll("/api/courses/7/enroll", { method: "OPTIONS" }),
        enroll("/api/courses/7/enroll", { status: 0 }),
        enroll("/api/courses/7/enroll", { status: 302 }),
        enroll("/api/courses/7/enroll", { status: 422, reply: { message: "No" } }),
        enroll("/api/courses/7/enroll"),
        enroll("/api/courses/8/enroll"),
      ]),
    );

    expect(routes).toEqual({ "courses.enroll": "POST /courses/{id}/enroll" });
    expect(report.routesRead).toBe(1);
    expect(report.notes).toEqual([
      "Left out: 3 that were answered with pages, scripts, pictures or the like.",
      "Left out: 1 that are not requests of a client to an API (other schemes, OPTIONS, HEAD).",
      "Left out: 3 that failed, were redirected or came from a cache without their reply.",
      "1 route is of other hosts.",
    ]);
  });

  it("may be all there is", async () => {
    const error = await refusal(
      harOf([{ url: "https://acme.example/", mimeType: "text/html", text: "<p>" }]),
    );
    expect(error.message).toMatch(/no request that an API answered.*Record again: .*HAR "with content"/);
    expect((await refusal(harOf([]))).message).toContain("it is empty");
  });
});

describe("the parts of a path", () => {
  it("are variables if they are ids, and words otherwise", async () => {
    const page = { recordsTotal: 0, recordsFiltered: 0, records: [] };
    const { report } = await importRoutes(
      harOf([
        enroll("/api/a/7/b"),
        { url: "https://acme.example/api/x/2f9c1c2e-9d0b-4f4e-8f3a-1b2c3d4e5f60/list", reply: page },
        { url: "https://acme.example/api/x/lookup", reply: page },
        { url: "https://acme.example/api/x/list", reply: page },
        { url: "https://acme.example/api/y/intro-to-law", reply: [{ slug: "intro-to-law" }] },
        { url: "https://acme.example/api/my-desk/home", reply: [{ slug: "my-desk" }, { slug: "home" }] },
        { url: "https://acme.example/api/z/k3Jd9aQpX2", reply: page },
      ]),
    );
    const routes = [...report.new, ...report.ambiguous.flatMap(({ candidates }) => candidates)];
    expect([...new Set(routes.map(({ route }) => route))].toSorted()).toEqual([
      "GET /my-desk/home",
      "GET /x/list",
      "GET /x/lookup",
      "GET /x/{id}/list",
      "GET /y/{id}",
      "GET /z/{id}",
      "POST /a/{id}/b",
    ]);
  });

  it("that name the portal's parameter in the middle get our names for it", async () => {
    const facts = allFacts.filter(({ operation }) => operation === "pdfModules.getDetails");
    const route = "GET /portals/{portalId}/registrations/{registrationId}/modules/pdf/{moduleId}";
    const { routes } = await importRoutes(await recordSession(facts.map((fact) => ({ fact, route }))));
    expect(routes).toEqual({ "pdfModules.getDetails": route });
  });
});

describe("a slash at the end of a path", () => {
  it.each<[string, readonly Exchange[], string]>([
    ["is kept", [enroll("/api/courses/7/enroll/")], "POST /courses/{id}/enroll/"],
    ["is kept after an id", [enroll("/api/courses/enroll/7/")], "POST /courses/enroll/{id}/"],
    [
      "makes no other route: the more frequent form is written",
      [
        enroll("/api/courses/7/enroll"),
        enroll("/api/courses/7/enroll/"),
        enroll("/api/courses/8/enroll/"),
        enroll("/api/courses/9/enroll", { status: 500 }),
        enroll("/api/courses/9/enroll", { status: 301 }),
      ],
      "POST /courses/{id}/enroll/",
    ],
    [
      "is not written if only the other form was answered",
      [
        enroll("/api/courses/7/enroll/", { reply: undefined }),
        enroll("/api/courses/8/enroll/", { reply: undefined }),
        enroll("/api/courses/7/enroll"),
      ],
      "POST /courses/{id}/enroll",
    ],
  ])("%s", async (_, exchanges, route) => {
    const { routes, report, recording } = await importRoutes(harOf(exchanges));
    expect(routes).toEqual({ "courses.enroll": route });
    expect(report).toMatchObject({ routesRead: 1, ambiguous: [], new: [] });
    expect(recording?.routes).toEqual(routes);
  });

  it("is kept in routes that no operation has", async () => {
    const { report } = await importRoutes(
      harOf([enroll("/api/courses/7/enroll/"), { url: "https://acme.example/api/z/7/", reply: { z: 1 } }]),
    );
    expect(report.new.map(({ route }) => route)).toEqual(["GET /z/{id}/"]);
  });

  it("is kept in curl commands and in what Postman recorded", async () => {
    const url = "https://acme.example/api/courses/7/enroll/";
    const raw = '{"studentIds":[1],"portalId":-1}';
    const schema = "https://schema.getpostman.com/json/collection/v2.1.0/collection.json";
    const recorded = {
      info: { name: "Recorded", schema },
      item: [
        {
          name: url,
          request: { method: "POST", url: { raw: url }, body: { mode: "raw", raw } },
          response: [{ code: 200, body: JSON.stringify(enrolled) }],
        },
      ],
    };
    for (const document of [`curl '${url}' --json '${raw}'`, recorded]) {
      expect((await importRoutes(document)).routes).toEqual({
        "courses.enroll": "POST /courses/{id}/enroll/",
      });
    }
  });
});

describe("a format at the end of a path", () => {
  it.each([
    ["/api/courses/enroll/7.json", "POST /courses/enroll/{id}.json"],
    ["/api/courses/enroll/7.json/", "POST /courses/enroll/{id}.json/"],
    ["/api/courses/enroll/2f9c1c2e-9d0b-4f4e-8f3a-1b2c3d4e5f60.xml", "POST /courses/enroll/{id}.xml"],
    ["/api/courses/7/enroll.json", "POST /courses/{id}/enroll.json"],
  ])("is the route's, not the id's: %s", async (path, route) => {
    expect((await importRoutes(harOf([enroll(path)]))).routes).toEqual({ "courses.enroll": route });
  });

  it("is the id's if a reply names a thing by both", async () => {
    const { report } = await importRoutes(
      harOf([
        enroll("/api/courses/7/enroll"),
        { url: "https://acme.example/api/z/ada-lovelace.csv", reply: [{ key: "ada-lovelace.csv" }] },
      ]),
    );
    expect(report.new.map(({ route }) => route)).toEqual(["GET /z/{id}"]);
  });
});

it("a route with a part that is neither a word nor an id is not matched, and the report says why", async () => {
  const { routes, report } = await importRoutes(
    harOf([enroll("/api/learning_paths/7/enroll"), enroll("/api/courses/7:enroll")]),
  );
  expect(routes).toEqual({ "learningPaths.enroll": "POST /learning_paths/{id}/enroll" });
  expect(report.notes).toEqual([
    "1 route has a part that is neither a word nor an id, which may be private: {id} stands for it, and such a route is never matched.",
  ]);
});

describe("the fields of a form", () => {
  const text = "studentIds%5B%5D=1&studentIds%5B%5D=2&portalId=-1";
  const mimeType = "application/x-www-form-urlencoded; charset=UTF-8";
  const named = (name: string): NonNullable<Posted["params"]> =>
    [name, name, "portalId"].map((one) => ({ name: one, value: "1" }));

  it.each<[string, Posted]>([
    ["as text", { mimeType, text }],
    ["as Chrome saves it: encoded parameters, too", { mimeType, text, params: named("studentIds%5B%5D") }],
    ["as Firefox saves it: decoded parameters, too", { mimeType, text, params: named("studentIds[]") }],
    [
      "as Firefox saves an upload: headers before the text",
      {
        mimeType,
        text: `Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 49\r\n\r\n${text}`,
        params: named("studentIds[]"),
      },
    ],
    ["as encoded parameters without the text", { mimeType, params: named("studentIds%5B%5D") }],
    ["as decoded parameters without the text", { mimeType, text: "", params: named("studentIds[]") }],
    [
      "as parameters that only look encoded",
      {
        mimeType,
        params: [
          { name: "studentIds[100%]", value: "1" },
          { name: "portalId", value: "-1" },
        ],
      },
    ],
    [
      "as the parts of a form with files",
      { mimeType: "multipart/form-data; boundary=x", params: named("studentIds[]") },
    ],
  ])("are read %s", async (_, posted) => {
    const { routes } = await importRoutes(
      harOf([enroll("/api/courses/7/enroll", { body: undefined, posted })]),
    );
    expect(routes).toEqual({ "courses.enroll": "POST /courses/{id}/enroll" });
  });
});

describe("the reply of a request", () => {
  const page = { recordsTotal: 1, recordsFiltered: 1, records: [{ id: 1, first_name: "A", last_name: "B" }] };
  const users = { url: "https://acme.example/api/x1", reply: page };

  it("counts if the browser had kept it: 304 with the text", async () => {
    const kept = await importRoutes(harOf([{ ...users, status: 304 }, enroll("/api/courses/7/enroll")]));
    const sent = await importRoutes(harOf([users, enroll("/api/courses/7/enroll")]));
    expect(kept.report.routesRead).toBe(2);
    expect(kept.report).toEqual(sent.report);
  });

  it("is missing if nothing was kept", async () => {
    const { report } = await importRoutes(
      harOf([{ ...users, status: 304, reply: undefined, text: "" }, enroll("/api/courses/7/enroll")]),
    );
    expect(report.routesRead).toBe(1);
    expect(report.notes).toEqual([
      "Left out: 1 that failed, were redirected or came from a cache without their reply.",
    ]);
  });

  it.each([
    "text/json",
    "text/x-json",
    "application/x-json",
    "application/problem+json",
    "application/vnd.acme.v2+json",
    "Application/HAL+JSON; charset=utf-8",
  ])("is JSON as %s", async (mimeType) => {
    const { routes } = await importRoutes(harOf([enroll("/api/courses/7/enroll", { mimeType })]));
    expect(routes).toEqual({ "courses.enroll": "POST /courses/{id}/enroll" });
  });
});

describe("the base URL", () => {
  it.each([
    ["/api", "/api/courses/7/enroll", undefined],
    ["/api with a version", "/api/v2/courses/7/enroll", undefined],
    ["another", "/lms/v3/courses/7/enroll", "/lms/v3"],
    ["none", "/courses/7/enroll", "/"],
    ["an api below another path", "/portal/api/courses/7/enroll", "/portal/api"],
  ])("is found: %s", async (_, path, basePath) => {
    const { routes, report } = await importRoutes(harOf([enroll(path)]));
    const version = path.includes("/v2") ? "/v2" : "";
    expect(routes).toEqual({ "courses.enroll": `POST ${version}/courses/{id}/enroll` });
    expect(report.basePath).toBe(basePath);
    if (basePath !== undefined) expect(report.notes.join("")).toMatch(/not at \/api: set baseUrl to/);
  });

  it("may be given", async () => {
    const har = harOf([enroll("/api/v2/courses/7/enroll"), enroll("/api/v1/courses/7/enroll")]);
    const { routes, report } = await importRoutes(har, { baseUrl: "https://acme.example/api/v2/" });
    expect(routes).toEqual({ "courses.enroll": "POST /courses/{id}/enroll" });
    expect(report.notes).toContain("1 route is not below /api/v2, where the portal's API is.");
    await expect(importRoutes(har, { baseUrl: "acme" })).rejects.toThrow(
      /The option baseUrl is not an address/,
    );
  });
});

it("an id that is sent in the path and in the body is the path's", async () => {
  const { routes, report } = await importRoutes(
    harOf([
      {
        method: "PATCH",
        url: "https://acme.example/api/announcements/45",
        body: {
          id: 45,
          heading: "Hi",
          content: "All",
          sending_rules: "all",
          expiry: null,
          course_ids: [],
          portal_ids: [],
        },
        reply: { id: 45, message: "Announcement Updated Successfully" },
      },
      {
        url: "https://acme.example/api/announcements/45",
        reply: { id: 45, heading: "Hi", content: "All", sending_rules: "all", expiry: null },
      },
    ]),
  );
  expect(routes).toEqual({
    "announcements.get": "GET /announcements/{id}",
    "announcements.update": "PATCH /announcements/{id}",
  });
  expect(report.matched.find(({ operation }) => operation === "announcements.update")?.warnings).toEqual([
    "the portal's page sends {id} with the other parameters too, which the client does not",
  ]);
});

it("a route that the option routes cannot express is reported, not written", async () => {
  const url = "https://acme.example/api/courses/7/enroll?studentIds=1&portalId=-1";
  const { routes, report } = await importRoutes(harOf([{ method: "POST", url, reply: enrolled }]));
  expect(routes).toEqual({});
  const [found] = report.ambiguous;
  expect(found?.operation).toBe("courses.enroll");
  expect(found?.candidates.map(({ route }) => route)).toEqual(["POST /courses/{id}/enroll"]);
  expect(found?.candidates[0]?.why).toMatch(
    /takes studentIds in the query, but the client would send it in the body/,
  );
});

it("the same path for two versions of an operation is ambiguous", async () => {
  const { routes, report } = await importRoutes(
    harOf([enroll("/api/v1/courses/7/enroll"), enroll("/api/v2/courses/7/enroll")]),
  );
  expect(routes).toEqual({});
  expect(report.ambiguous.map(({ operation }) => operation)).toContain("courses.enroll");
});

describe("curl commands", () => {
  it("are matched by parameters and words, for they have no replies", async () => {
    const { routes, report } = await importRoutes(
      [
        "# copied from the browser",
        "curl 'https://acme.example/api/v2/courses/7/enroll' \\",
        "  -X 'POST' -H 'accept: application/json' -H 'content-type: application/json' -b 'session=1' \\",
        `  --data-raw $'{"studentIds":[1],"note\\u0021":"it\\'s"}' ;`,
        `curl -sS https://acme.example/api/v2/learning_paths/3/enroll --json '{"studentIds": [5]}' | jq .`,
        "curl -G https://acme.example/api/v2/users/list -d page_size=5 -d page_number=1",
        "curl -F file=@handout.pdf https://acme.example/api/v2/media/upload",
        `curl -XDELETE --url=https://acme.example/api/v2/coupons -d '{"delete_ids":[1]}'`,
        "curl -I https://acme.example/api/v2/users",
      ].join("\r\n"),
    );
    expect(report).toMatchObject({ format: "curl", evidence: "observed" });
    expect(routes).toEqual({
      "learningPaths.enroll": "POST /v2/learning_paths/{id}/enroll",
      "media.upload": "POST /v2/media/upload",
      "coupons.delete": "DELETE /v2/coupons",
    });
    expect(formatRoutesReport(report)).toContain("curl commands: 5 routes seen in traffic (observed)");
  });

  it("are read as Chrome copies them for Windows, too", async () => {
    const url = "https://acme.example/api/learning_paths/3/enroll?_=1&t=%2F";
    const sent = JSON.stringify({ studentIds: ["5 \"^&|<>!\\ %PATH% $'a' `b` \n", { more: [1] }] });
    const text = [
      `curl ${forCmd(url)} ^`,
      `  -H ${forCmd('sec-ch-ua: "Chromium";v="140"')} ^`,
      `  --data-raw ${forCmd(sent)} &`,
      `curl ${forCmd("https://acme.example/api/coupons")} ^`,
      `  -X ${forCmd("DELETE")} ^`,
      `  --data-raw ${forCmd("delete_ids%5B%5D=1\r\n&_t=2")}`,
    ].join("\r\n");
    const { routes, report } = await importRoutes(text);
    expect(report.routesRead).toBe(2);
    expect(routes).toEqual({
      "coupons.delete": "DELETE /coupons",
      "learningPaths.enroll": "POST /learning_paths/{id}/enroll",
    });
  });

  const enrollment = `https://acme.example/api/learning_paths/3/enroll -d '{"studentIds":[5]}'`;

  it.each([
    "--max-filesize 10",
    "--option-of-tomorrow 10",
    "--option-of-tomorrow=https",
    "--doh-url https://dns.example/query",
    "--preproxy http://proxy.example/api/users",
  ])("with %s are requests to their own address", async (option) => {
    expect((await importRoutes(`curl ${option} ${enrollment}`)).routes).toEqual({
      "learningPaths.enroll": "POST /learning_paths/{id}/enroll",
    });
  });

  it.each(["--next", "-:", "-s:"])("with %s are several requests", async (next) => {
    const { routes, report } = await importRoutes(
      `curl ${enrollment} ${next} -X DELETE https://acme.example/api/coupons -d '{"delete_ids":[1]}'`,
    );
    expect(report.routesRead).toBe(2);
    expect(routes).toEqual({
      "coupons.delete": "DELETE /coupons",
      "learningPaths.enroll": "POST /learning_paths/{id}/enroll",
    });
  });

  it("with an open quotation mark are refused", async () => {
    expect((await refusal("curl 'https://acme.example/api/x")).message).toMatch(
      /a quotation mark is not closed.*Copy all as cURL \(bash\)/,
    );
  });

  it("inside an OpenAPI document are its samples", async () => {
    const { report } = await importRoutes(
      "openapi: 3.0.0\npaths:\n  /api/course/{id}:\n    get:\n      summary: Get Course\n      x-sample: |\n        curl https://acme.example/api/course/1\n",
    );
    expect(report.format).toBe("openapi");
  });
});

describe("a Postman collection", () => {
  const collection = (name: string, more: object = {}): object => ({
    info: {
      name: "Recorded",
      schema: "https://schema.getpostman.com/json/collection/v2.1.0/collection.json",
    },
    item: [
      {
        name,
        request: {
          method: "POST",
          url: { raw: "https://acme.example/api/x1/7", host: ["acme", "example"], path: ["api", "x1", "7"] },
          body: { mode: "raw", raw: '{"studentIds":[1],"portalId":-1}' },
        },
        ...more,
      },
    ],
  });
  const response = [{ code: 200, body: JSON.stringify(enrolled) }];

  it("that was recorded is read like other traffic", async () => {
    const { report } = await importRoutes(collection("https://acme.example/api/x1/7", { response }));
    expect(report).toMatchObject({ format: "postman", evidence: "observed" });
    expect(report.ambiguous.map(({ operation }) => operation)).toEqual([
      "courses.enroll",
      "learningPaths.enroll",
    ]);
  });

  it("that was written is read by its titles", async () => {
    const { report } = await importRoutes(collection("Enroll learners", { response }));
    expect(report).toMatchObject({ format: "postman", evidence: "documented" });
  });
});

describe("recordings that cannot be read", () => {
  it.each<[string, string | object, RegExp]>([
    [
      "mitmproxy's own form",
      "1842:9:websocket;0:~8:response;",
      /mitmproxy's own form.*--set hardump=session\.har/,
    ],
    ["a log of something else", { log: { version: "1.2" } }, /no list of requests at log\.entries/],
    [
      "no entries of a HAR file",
      { log: { entries: [1, null, {}, { request: { url: 7 } }] } },
      /4 are not requests/,
    ],
    [
      "too many requests",
      { log: { entries: Array.from({ length: 20_001 }, () => 0) } },
      /has 20001 requests, more than the 20000.*filter the recording/,
    ],
    [
      "too many routes",
      harOf(
        Array.from({ length: 5001 }, (_, at) => ({
          url: `https://acme.example/api/${letters(at)}`,
          reply: { id: 1 },
        })),
      ),
      /has 5001 routes, more than the 5000/,
    ],
  ])("%s", async (_, document, message) => {
    expect((await refusal(document)).message).toMatch(message);
  });
});

/** A word for a number. */
function letters(number: number): string {
  return Array.from(number.toString(26))
    .map((digit) => String.fromCodePoint(97 + Number.parseInt(digit, 26)))
    .join("");
}

it("a recording as long as a day is read, however deep and large its replies are", async () => {
  const deep = `${'{"a":['.repeat(3000)}1${"]}".repeat(3000)}`;
  const wide = Object.fromEntries(Array.from({ length: 20_000 }, (_, at) => [`${letters(at)}_key`, at]));
  const exchanges = Array.from({ length: 19_990 }, (_, at): Exchange =>
    enroll(`/api/${letters(at % 400)}/${at}/enroll`),
  );
  const { report } = await importRoutes(
    harOf([
      ...exchanges,
      { url: "https://acme.example/api/deep", text: deep },
      { url: "https://acme.example/api/wide", reply: wide },
    ]),
  );
  expect(report.routesRead).toBe(402);
});

it("a session recorded in any order gives the same routes", async () => {
  const operations = allFacts.filter((_, at) => at % 5 === 0).map((fact) => ({ fact, route: rest(fact) }));
  const har = await recordSession(operations);
  const forwards = await importRoutes(har);
  const backwards = await importRoutes({ log: { ...har.log, entries: har.log.entries.toReversed() } });
  expect(JSON.stringify(backwards.routes)).toBe(JSON.stringify(forwards.routes));
});
