import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { freePort } from "@kelaskit/test-support/free-ports";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { kelaskit, runCommand, portalDocument, portalRoutes, serve } from "./support.ts";

let cwd = "";
beforeEach(async () => {
  cwd = await mkdtemp(path.join(tmpdir(), "kelaskit-cli-"));
  await writeFile(path.join(cwd, "openapi.json"), JSON.stringify(portalDocument));
});
afterEach(async () => {
  await rm(cwd, { recursive: true });
});

const read = async (file: string): Promise<unknown> =>
  JSON.parse(await readFile(path.join(cwd, file), "utf8"));

describe("kelaskit routes import", () => {
  it("writes the routes to a file and prints the report", async () => {
    const { code, stdout, stderr } = await kelaskit(
      ["routes", "import", "openapi.json", "--out", "routes.json"],
      { cwd },
    );

    expect({ code, stderr }).toEqual({ code: 0, stderr: "Wrote 2 routes to routes.json.\n" });
    expect(stdout).toMatch(/^OpenAPI document "Academy of mine APIs" 1\.0\.0: 3 routes\n {2}matched {4}2\n/);
    expect(stdout).toContain("courses.enroll  POST /courses/{id}/enroll");
    expect(stdout).toMatch(/New .*:\n {2}GET \/health \(Health\)/);
    expect(await read("routes.json")).toEqual(portalRoutes);
    expect(await readdir(cwd)).toEqual(["openapi.json", "routes.json"]);
  });

  it("prints the routes to standard output without --out", async () => {
    const { code, stdout, stderr } = await runCommand(["routes", "import", "openapi.json"], { cwd });
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toEqual(portalRoutes);
    expect(stderr).toMatch(/^OpenAPI document/);
  });

  it("prints the report as JSON", async () => {
    const { stdout } = await runCommand(
      ["routes", "import", "openapi.json", "--out", "routes.json", "--report", "json"],
      { cwd },
    );
    expect(JSON.parse(stdout)).toMatchObject({
      format: "openapi",
      matched: [{ operation: "badges.list" }, { operation: "courses.enroll" }],
      new: [{ route: "GET /health" }],
    });
  });

  it("reads standard input", async () => {
    const { code, stdout } = await runCommand(["routes", "import", "-"], {
      input: JSON.stringify(portalDocument),
    });
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toEqual(portalRoutes);
  });

  it("ends with 1 when a route is ambiguous, and writes the others", async () => {
    const submissions = {
      summary: "Retrieve Custom User Fields that needs to be shown on the Registration page",
      tags: ["Users"],
    };
    const paths = {
      ...portalDocument.paths,
      "/api/users/fields": { get: submissions },
      "/api/users/metas": { get: submissions },
    };
    await writeFile(path.join(cwd, "more.json"), JSON.stringify({ ...portalDocument, paths }));

    const { code, stdout } = await runCommand(["routes", "import", "more.json", "--out", "routes.json"], {
      cwd,
    });

    expect(code).toBe(1);
    expect(stdout).toMatch(
      /Ambiguous \(choose one in the routes file\):\n {2}users\.listRegistrationFields\n {4}\d\.\d\d {2}GET \/users\/fields/,
    );
    expect(await read("routes.json")).toEqual(portalRoutes);
  });

  it("ends with 1 when nothing matches, and writes nothing", async () => {
    const paths = { "/health": { get: { summary: "Health" } } };
    await writeFile(path.join(cwd, "other.json"), JSON.stringify({ openapi: "3.0.0", paths }));

    const { code, stderr } = await runCommand(["routes", "import", "other.json", "--out", "routes.json"], {
      cwd,
    });

    expect(code).toBe(1);
    expect(stderr).toMatch(/^kelaskit: No route was matched, and nothing was written/);
    expect(await readdir(cwd)).not.toContain("routes.json");
  });

  it("overwrites a file only with --force", async () => {
    await writeFile(path.join(cwd, "routes.json"), '{"kept": true}');

    const refused = await runCommand(["routes", "import", "openapi.json", "--out", "routes.json"], { cwd });
    expect(refused).toMatchObject({ code: 2, stdout: "" });
    expect(refused.stderr).toMatch(/^kelaskit: routes\.json already exists.*--force/);
    expect(await read("routes.json")).toEqual({ kept: true });

    const forced = await runCommand(["routes", "import", "openapi.json", "--out", "routes.json", "--force"], {
      cwd,
    });
    expect(forced.code).toBe(0);
    expect(await read("routes.json")).toEqual(portalRoutes);
  });

  it.each([
    ["a file that is not there", ["none.json"], /^kelaskit: none\.json cannot be read \(ENOENT\)/],
    ["a folder", ["."], /^kelaskit: \. cannot be read \(EISDIR\)/],
    [
      "one file for two",
      ["openapi.json", "--out", "same.json", "--recording", "./same.json"],
      /--recording names the same file as --out, same\.json/,
    ],
    [
      "a folder to write to that is not there",
      ["openapi.json", "--out", "none/routes.json"],
      /none\/routes\.json cannot be written \(ENOENT\)/,
    ],
    [
      "a folder to write to",
      ["openapi.json", "--out", "..", "--force"],
      /^kelaskit: \.\. cannot be written, because it is a folder; nothing was sent\. Name a file in it\.$/,
    ],
    [
      "an address with a password",
      ["https://user:pass@portal.example/"],
      /^kelaskit: The address contains a user name/,
    ],
  ])("explains in one paragraph what to do about %s", async (_, words, message) => {
    const { code, stderr } = await runCommand(["routes", "import", ...words], { cwd });
    expect(code).toBe(2);
    expect(stderr.trim()).toMatch(message);
    expect(stderr).not.toContain("pass@");
    expect(stderr).not.toContain("    at ");
  });

  it.each([
    ["text that is not a document", Buffer.from("Hello"), /openapi\.json: The document is plain text/],
    ["text in UTF-16", Buffer.from("\uFEFF{}", "utf16le"), /openapi\.json is not UTF-8 text/],
  ])("explains what is wrong with %s", async (_, bytes, message) => {
    await writeFile(path.join(cwd, "openapi.json"), bytes);
    const { code, stderr } = await runCommand(["routes", "import", "openapi.json"], { cwd });
    expect(code).toBe(2);
    expect(stderr).toMatch(message);
  });
});

describe("a recording", () => {
  const secret = "zq41marked77secret09";
  const entry = (host: string) => ({
    request: {
      method: "POST",
      url: `https://${host}/api/v2/courses/7/enrollments?_=${secret}`,
      headers: [{ name: "authorization", value: `Bearer ${secret}` }],
      cookies: [{ name: "session", value: secret }],
      postData: { mimeType: "application/json", text: `{"studentIds":["${secret}"],"portalId":-1}` },
    },
    response: {
      status: 200,
      content: {
        mimeType: "application/json",
        text: `{"message":"${secret}","enrolledUsersCount":1,"notEnrolledUsers":["${secret}"]}`,
      },
    },
  });
  const har = (...hosts: readonly string[]): string =>
    JSON.stringify({ log: { version: "1.2", creator: { name: secret }, entries: hosts.map(entry) } });

  it.each(["text", "json"])(
    "is matched, and none of its values is written, in a report as %s",
    async (form) => {
      await writeFile(path.join(cwd, "session.har"), har("acme.example"));
      const { code, stdout, stderr } = await runCommand(
        ["routes", "import", "session.har", "--out", "routes.json", "--report", form],
        { cwd },
      );
      expect({ code, stderr }).toEqual({ code: 0, stderr: "Wrote 1 route to routes.json.\n" });
      expect(await read("routes.json")).toEqual({ "courses.enroll": "POST /v2/courses/{id}/enrollments" });
      expect(stdout).toContain(
        form === "text" ? "1 route seen in traffic (observed)" : '"evidence": "observed"',
      );
      expect(stdout + stderr).not.toContain(secret);
      expect(stdout).not.toContain("acme.example");
    },
  );

  it("tells a mock what the portal answers, without any value", async () => {
    await writeFile(path.join(cwd, "session.har"), har("acme.example"));
    const words = [
      "routes",
      "import",
      "session.har",
      "--out",
      "routes.json",
      "--recording",
      "portal.json",
      "--force",
    ];
    const { code, stderr } = await runCommand(words, { cwd });
    expect(code).toBe(0);
    expect(stderr).toContain("Wrote what the portal answers to portal.json, for the mock's option like.");
    expect(await read("portal.json")).toEqual({
      routes: { "courses.enroll": "POST /v2/courses/{id}/enrollments" },
      operations: {
        "courses.enroll": {
          verdict: "answered",
          route: "POST /v2/courses/{id}/enrollments",
          status: 200,
          shape: {
            message: "string",
            enrolledUsersCount: "number",
            notEnrolledUsers: "list",
          },
        },
      },
    });
  });

  it("has no replies to write if it is documentation", async () => {
    await writeFile(path.join(cwd, "openapi.json"), JSON.stringify(portalDocument));
    const words = ["routes", "import", "openapi.json", "--out", "r.json", "--recording", "p.json"];
    const { code, stderr } = await runCommand(words, { cwd });
    expect(code).toBe(2);
    expect(stderr).toContain(
      "openapi.json is documentation, which shows no replies, and nothing was written.",
    );
  });

  it("of several portals needs --base-url", async () => {
    await writeFile(path.join(cwd, "session.har"), har("one.example", "two.example"));
    const refused = await runCommand(["routes", "import", "session.har"], { cwd });
    expect(refused).toMatchObject({ code: 2, stdout: "" });
    expect(refused.stderr).toMatch(/Several hosts .*Add --base-url with the base URL of your client/);

    const chosen = await runCommand(
      ["routes", "import", "session.har", "--base-url", "https://two.example/api/v2"],
      { cwd },
    );
    expect(JSON.parse(chosen.stdout)).toEqual({ "courses.enroll": "POST /courses/{id}/enrollments" });
    expect(chosen.stderr).toContain("add --base-url with the portal's address followed by /api/v2");
  });

  it("in mitmproxy's own form is refused with the command that converts it", async () => {
    await writeFile(path.join(cwd, "flows"), Buffer.from("1842:4:type;4:http;\u00FF", "latin1"));
    const { code, stderr } = await runCommand(["routes", "import", "flows"], { cwd });
    expect(code).toBe(2);
    expect(stderr).toMatch(/mitmproxy's own form\. Convert it to HAR: mitmdump -nr FILE/);
  });

  it("as curl commands is read from standard input", async () => {
    const input = `curl -X DELETE 'https://acme.example/api/coupons' -H 'authorization: ${secret}' -d '{"delete_ids":["${secret}"]}'`;
    const { code, stdout, stderr } = await runCommand(["routes", "import", "-"], { input });
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toEqual({ "coupons.delete": "DELETE /coupons" });
    expect(stdout + stderr).not.toContain(secret);
  });
});

describe("an address", () => {
  it("is fetched, with redirects within its origin and without credentials", async () => {
    const headers: string[] = [];
    await using server = await serve((request, response) => {
      headers.push(...Object.keys(request.headers));
      if (request.url === "/apidocs") response.writeHead(302, { location: "/apidocs/openapi.json" }).end();
      else response.end(JSON.stringify(portalDocument));
    });

    const { code, stdout } = await runCommand(["routes", "import", `${server.origin}/apidocs`]);

    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toEqual(portalRoutes);
    expect(headers).not.toContain("cookie");
    expect(headers).not.toContain("authorization");
  });

  it("is not followed to another origin", async () => {
    let asked = 0;
    await using other = await serve((_, response) => {
      asked += 1;
      response.end(JSON.stringify(portalDocument));
    });
    await using server = await serve((_, response) => {
      response.writeHead(302, { location: `${other.origin}/login` }).end();
    });

    const { code, stderr } = await runCommand(["routes", "import", server.origin]);

    expect({ code, asked }).toEqual({ code: 2, asked: 0 });
    expect(stderr).toContain(`redirects to ${other.origin}, and redirects to other origins are not followed`);
  });

  it.each<[string, number, Record<string, string>, string, RegExp]>([
    ["an error", 403, {}, "", /answered with status 403\. Open it in a browser/],
    ["redirects without end", 302, { location: "/" }, "", /redirects more than 5 times/],
    [
      "a page that points to the document",
      200,
      {},
      '<redoc spec-url="/openapi.yaml">',
      /Run: kelaskit routes import http:\/\/127\.0\.0\.1:\d+\/openapi\.yaml/,
    ],
  ])("with %s ends with 2", async (_, status, headers, body, message) => {
    await using server = await serve((__, response) => {
      response.writeHead(status, headers).end(body);
    });
    const { code, stderr } = await runCommand(["routes", "import", `${server.origin}/`]);
    expect(code).toBe(2);
    expect(stderr).toMatch(message);
  });

  it("that sends endlessly is abandoned", async () => {
    const megabyte = Buffer.alloc(1024 * 1024, " ");
    await using server = await serve((_, response) => {
      const more = (): void => {
        while (response.writable && response.write(megabyte));
      };
      response.on("drain", more).on("error", () => {});
      more();
    });
    const { code, stderr } = await runCommand(["routes", "import", server.origin]);
    expect(code).toBe(2);
    expect(stderr).toMatch(/is larger than 64 MiB/);
  });

  it("that cannot be reached ends with 2", async () => {
    const { code, stderr } = await runCommand(["routes", "import", `http://127.0.0.1:${await freePort()}`]);
    expect(code).toBe(2);
    expect(stderr).toMatch(/cannot be reached \(ECONNREFUSED\)\. Try it in a browser/);
  });
});
