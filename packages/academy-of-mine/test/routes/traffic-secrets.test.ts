import * as fc from "fast-check";
import type { Entry, Har } from "har-format";
import { cases } from "@kelaskit/test-support/depth";
import { describe, expect, it } from "vitest";
import { formatRoutesReport, importRoutes, RoutesDocumentError } from "../../src/routes/index.ts";
import { forCmd } from "./support.ts";

/** One secret for each place of a recording in which one may be. */
const places = [
  "host",
  "path",
  "query",
  "fragment",
  "header",
  "cookie",
  "bodyField",
  "bodyKey",
  "form",
  "multipart",
  "file",
  "reply",
  "replyKey",
  "setCookie",
  "base64",
  "page",
  "comment",
] as const;
type Secrets = Readonly<Record<(typeof places)[number], string>>;

function entryOf(
  method: string,
  url: string,
  secrets: Secrets,
  sent: Partial<Entry["request"]>,
  reply: Entry["response"]["content"],
): Entry {
  return {
    startedDateTime: "2026-01-05T09:00:00.000Z",
    time: 1,
    comment: secrets.comment,
    request: {
      method,
      url,
      httpVersion: "HTTP/2",
      cookies: [{ name: "session", value: secrets.cookie }],
      headers: [{ name: "authorization", value: `Bearer ${secrets.header}` }],
      queryString: [...new URL(url).searchParams].map(([name, value]) => ({ name, value })),
      headersSize: -1,
      bodySize: -1,
      ...sent,
    },
    response: {
      status: 200,
      statusText: "OK",
      httpVersion: "HTTP/2",
      cookies: [{ name: "session", value: secrets.setCookie }],
      headers: [{ name: "set-cookie", value: secrets.setCookie }],
      content: reply,
      redirectURL: "",
      headersSize: -1,
      bodySize: -1,
    },
    cache: {},
    timings: { wait: 1, receive: 0 },
  };
}

const json = (value: unknown) => ({ size: 1, mimeType: "application/json", text: JSON.stringify(value) });

/** A recording with a secret everywhere: matched, ambiguous and unknown routes, pages and other hosts. */
function recording(secrets: Secrets): Har {
  const base = `https://${secrets.host}.example/api`;
  const course = { name: secrets.reply, [secrets.replyKey]: 1, slug: secrets.path, id: 7 };
  const boundary = "----WebKitFormBoundaryabc";
  const entries = [
    entryOf("GET", `${base}/learning_paths/${secrets.path}#${secrets.fragment}`, secrets, {}, json(course)),
    entryOf(
      "POST",
      `${base}/courses/12/members?token=${secrets.query}`,
      secrets,
      {
        postData: {
          mimeType: "application/json",
          text: JSON.stringify({ studentIds: [secrets.bodyField], [secrets.bodyKey]: secrets.bodyField }),
        },
      },
      json({ message: secrets.reply, enrolledUsersCount: 1, notEnrolledUsers: [secrets.reply] }),
    ),
    entryOf(
      "POST",
      `${base}/courses/12/enrollments`,
      secrets,
      {
        postData: { mimeType: "application/json", text: JSON.stringify({ studentIds: [secrets.bodyField] }) },
      },
      json({ message: secrets.reply, enrolledUsersCount: 1, notEnrolledUsers: [] }),
    ),
    entryOf(
      "POST",
      `${base}/login/${secrets.path}`,
      secrets,
      {
        postData: {
          mimeType: "application/x-www-form-urlencoded",
          text: `password=${secrets.form}&${secrets.form}`,
        },
      },
      json({ [secrets.replyKey]: secrets.reply }),
    ),
    entryOf(
      "POST",
      `${base}/upload`,
      secrets,
      {
        postData: {
          mimeType: `multipart/form-data; boundary=${boundary}`,
          text:
            `--${boundary}\r\nContent-Disposition: form-data; name="${secrets.multipart}"\r\n\r\n${secrets.multipart}\r\n` +
            `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="${secrets.file}.pdf"\r\n\r\n${secrets.file}\r\n--${boundary}--`,
        },
      },
      {
        size: 1,
        mimeType: "application/json",
        encoding: "base64",
        text: Buffer.from(JSON.stringify({ message: secrets.base64, [secrets.base64]: 1 })).toString(
          "base64",
        ),
      },
    ),
    entryOf("GET", `${base}/learners/${secrets.path}.csv/`, secrets, {}, json([])),
    entryOf(
      "GET",
      `https://${secrets.host}.example/`,
      secrets,
      {},
      { size: 1, mimeType: "text/html", text: secrets.page },
    ),
    entryOf("GET", `https://cdn-${secrets.host}.example/${secrets.path}`, secrets, {}, json([secrets.reply])),
  ];
  return {
    log: {
      version: "1.2",
      creator: { name: secrets.comment, version: "1" },
      comment: secrets.comment,
      entries,
    },
  };
}

/** Everything that an import gives out. */
async function output(document: string | object): Promise<string> {
  try {
    const { routes, report, recording: forMock } = await importRoutes(document);
    return [
      JSON.stringify(routes),
      JSON.stringify(report),
      formatRoutesReport(report),
      JSON.stringify(forMock),
    ].join("\n");
  } catch (error) {
    if (!RoutesDocumentError.isInstance(error)) throw error;
    return `${error.message} ${String(error.stack)} ${JSON.stringify(error)} ${String(error.cause)}`;
  }
}

/** An error names the hosts if several could be the portal: a cut one looks like another. */
function expectNone(text: string, secrets: Secrets): void {
  const mayNameHosts = text.startsWith("Several hosts");
  for (const place of places.filter((one) => one !== "host" || !mayNameHosts))
    expect(text.includes(secrets[place]), `the secret of the ${place}`).toBe(false);
}

/** Ids and tokens as portals have them; a word of letters alone cannot be told from a part of a route. */
const secret = fc
  .tuple(fc.stringMatching(/^[a-z]{2,6}[0-9]{2,4}[a-z]{2,6}[0-9]{2,6}$/), fc.nat(9))
  .map(([text, more]) => `zq${text}${more}`);
const allSecrets = fc
  .uniqueArray(secret, { minLength: places.length, maxLength: places.length })
  .map((values) => Object.fromEntries(places.map((place, at) => [place, values[at]])) as Secrets);

describe("no value of a recording is given out", () => {
  it.each([
    ["username", "ada.lovelace"],
    ["login", "ada-lovelace"],
    ["handle", "ada_lovelace"],
    ["email", "ada.lovelace@example.com"],
  ])("of an account's %s in a path, if a reply names it", async (field, name) => {
    const secrets = Object.fromEntries(places.map((place) => [place, `zq1${place}234`])) as Secrets;
    const har = recording(secrets);
    const url = `https://${secrets.host}.example/api/learners/${name}/summary`;
    har.log.entries.push(entryOf("GET", url, secrets, {}, json({ [field]: name, points: 3 })));
    expect(await output(har)).not.toContain("lovelace");
  });

  it("of a HAR file, as text, as an object, and cut off", async () => {
    await fc.assert(
      fc.asyncProperty(
        allSecrets,
        fc.double({ min: 0.05, max: 0.95, noNaN: true }),
        async (secrets, share) => {
          const har = recording(secrets);
          const text = JSON.stringify(har);
          const imported = await output(har);
          expect(imported).toContain("seen in traffic (observed)");
          expectNone(imported, secrets);
          expectNone(await output(text), secrets);
          expectNone(await output(text.slice(0, Math.floor(text.length * share))), secrets);
          expectNone(await output(text.replace(":", `${secrets.header}:`)), secrets);
        },
      ),
      { numRuns: cases(25) },
    );
  });

  it("of curl commands, whole and cut off", async () => {
    await fc.assert(
      fc.asyncProperty(allSecrets, fc.nat(400), async (secrets, length) => {
        const text = [
          `curl 'https://${secrets.host}.example/api/courses/${secrets.path}/enroll?q=${secrets.query}' \\`,
          `  -H 'Authorization: Bearer ${secrets.header}' -b 'session=${secrets.cookie}' \\`,
          `  --data-raw '{"studentIds":["${secrets.bodyField}"],"${secrets.bodyKey}":1}' ;`,
          `curl -u ada:${secrets.form} -F '${secrets.multipart}=@${secrets.file}' https://${secrets.host}.example/api/media/upload`,
        ].join("\n");
        const windows = [
          `curl ${forCmd(`https://${secrets.host}.example/api/courses/${secrets.path}/enroll?q=${secrets.query}`)} ^`,
          `  -H ${forCmd(`Authorization: Bearer ${secrets.header}`)} -b ${forCmd(`session=${secrets.cookie}`)} ^`,
          `  --data-raw ${forCmd(JSON.stringify({ studentIds: [secrets.bodyField], [secrets.bodyKey]: 1 }))} --next ^`,
          `  ${forCmd(`https://${secrets.host}.example/api/courses/${secrets.path}.json`)} -u ^"ada:${secrets.form}^"`,
        ].join("\r\n");
        for (const commands of [text, windows]) {
          expectNone(await output(commands), secrets);
          expectNone(await output(commands.slice(0, length)), secrets);
        }
      }),
      { numRuns: cases(25) },
    );
  });

  it("of a collection that Postman recorded", async () => {
    await fc.assert(
      fc.asyncProperty(allSecrets, async (secrets) => {
        const url = `https://${secrets.host}.example/api/courses/${secrets.path}?token=${secrets.query}`;
        const collection = {
          info: {
            name: secrets.comment,
            schema: "https://schema.getpostman.com/json/collection/v2.1.0/collection.json",
          },
          item: [
            {
              name: url,
              request: {
                method: "POST",
                url: { raw: url },
                header: [{ key: "authorization", value: secrets.header }],
                body: { mode: "raw", raw: JSON.stringify({ [secrets.bodyKey]: secrets.bodyField }) },
              },
              response: [{ code: 200, body: JSON.stringify({ [secrets.replyKey]: secrets.reply }) }],
            },
          ],
        };
        expectNone(await output(collection), secrets);
      }),
      { numRuns: cases(25) },
    );
  });
});

it("only an error that must name hosts does: when several could be the portal", async () => {
  const secrets = Object.fromEntries(places.map((place) => [place, `zq${place}12ab34`])) as Secrets;
  const reply = json({ message: "Done", enrolledUsersCount: 1, notEnrolledUsers: [] });
  const sent = { postData: { mimeType: "application/json", text: '{"studentIds":[1]}' } };
  const entries = ["one", "two"].map((host) =>
    entryOf("POST", `https://${host}.example/api/courses/1/enroll`, secrets, sent, reply),
  );
  const har = { log: { version: "1.2", creator: { name: "x", version: "1" }, entries } };

  await expect(importRoutes(har)).rejects.toThrow(
    /Several hosts of the recording could be the portal: one\.example \(1 like ours\), two\.example/,
  );
  const { routes } = await importRoutes(har, { baseUrl: "https://two.example/api" });
  expect(routes).toEqual({ "courses.enroll": "POST /courses/{id}/enroll" });
});
