import { inspect } from "node:util";
import type { ClientOptions, DriftReport } from "@kelaskit/core";
import { describe, expect, it, vi } from "vitest";
import { type AcademyOfMine, createAcademyOfMine } from "../src/index.ts";

// The vendor takes these passwords in the query, which is a part of the address.

const token = "a-key-of-the-portal";
// With characters that a URL encodes, not always in the same way.
const password = "Tr1cky +&=%/'()*~! pässword";
const email = "ada@example.com";
const person = { firstName: "Ada", lastName: "Example", email, password };

type Send = (academy: AcademyOfMine) => PromiseLike<unknown>;

const operations: readonly (readonly [string, Send])[] = [
  ["users.create", (academy) => academy.users.create(person)],
  ["users.updatePassword", (academy) => academy.users.updatePassword({ userId: 4, password })],
  [
    "staff.create",
    (academy) => academy.staff.create({ ...person, staffPermissions: [1], userType: "staff" }),
  ],
];

/** Every spelling in which a text could contain the password. */
const spellings = [
  password,
  // As it is in the URL that is sent, and as other programs encode it.
  new URL(`https://example.com/?${encodeURIComponent(password)}`).search.slice(1),
  encodeURI(password),
  encodeURIComponent(password),
  encodeURIComponent(password).replaceAll(/%../g, (code) => code.toLowerCase()),
  new URLSearchParams({ password }).toString().replace("password=", ""),
  // As JSON (PHP's too) and HTML encode it.
  JSON.stringify(password).slice(1, -1),
  password.replace("/", String.raw`\/`).replace("ä", String.raw`\u00e4`),
  password.replace("&", "&amp;").replace("'", "&#039;"),
];

/** All that a person or a log collector could see of a value. */
function everyText(value: unknown): string {
  const texts = [inspect(value, { depth: 10, showHidden: true }), JSON.stringify(value)];
  if (value instanceof Error) texts.push(String(value), value.stack ?? "", everyText(value.cause));
  return texts.join("\n");
}

function expectNoPassword(text: string): void {
  expect(spellings.filter((spelling) => text.includes(spelling))).toEqual([]);
}

/** Sends a call to a vendor that answers like this, and returns everything that can be seen of it. */
async function seenOf(send: Send, answer: (url: string) => Response, options: ClientOptions = {}) {
  // Waits between tries end immediately.
  vi.spyOn(Math, "random").mockReturnValue(0);
  const sent: string[] = [];
  const lines: string[] = [];
  const reports: DriftReport[] = [];
  const write = (line: string): void => {
    lines.push(line);
  };
  const academy = createAcademyOfMine({
    portal: "demo",
    token,
    unverifiedRoutes: "allow",
    logger: { debug: write, info: write, warn: write, error: write },
    onDrift: (report) => {
      reports.push(report);
    },
    fetch: async (input, init) => {
      const { url } = new Request(input, init);
      sent.push(url);
      return answer(url);
    },
    ...options,
  });
  const call = send(academy);
  const before = everyText(call);
  let failure: unknown;
  await call.then(undefined, (error: unknown) => {
    failure = error;
  });
  const text = [
    before,
    everyText(call),
    everyText(failure),
    everyText(academy),
    everyText(reports),
    ...lines,
  ];
  return { sent, lines, reports, failure, text: text.join("\n") };
}

/** Repeats what was sent wherever a reply can contain text. */
function echo(status: number, url: string): Response {
  const all = [url, ...spellings].join(" ");
  const body = {
    message: all,
    errors: { password: [all], [password]: ["known"] },
    [password]: { [encodeURIComponent(url)]: all },
  };
  return Response.json(body, { status, headers: { "x-request-id": encodeURIComponent(password) } });
}

describe.each(operations)("%s", (_name, send) => {
  it("sends the password in the query", async () => {
    const { sent, failure } = await seenOf(send, () => Response.json({ id: 1 }));
    expect(failure).toBeUndefined();
    expect(sent.map((url) => new URL(url).searchParams.get("password"))).toEqual([password]);
  });

  it("shows it in no log line of a success", async () => {
    const { lines, text } = await seenOf(send, () => Response.json({ id: 1 }));
    expect(lines).not.toEqual([]);
    expectNoPassword(text);
  });

  it.for([400, 401, 403, 404, 409, 422, 429, 500, 503])(
    "shows it in nothing when the vendor repeats it with a %i",
    async (status) => {
      const { failure, text } = await seenOf(send, (url) => echo(status, url));
      expect(failure).toMatchObject({ status });
      expectNoPassword(text);
    },
  );

  it("shows it in nothing when the vendor redirects to an address with it", async () => {
    const { failure, text } = await seenOf(
      send,
      (url) => new Response(null, { status: 302, headers: { location: url.replace("demo", "elsewhere") } }),
    );
    expect(failure).toMatchObject({ status: 302 });
    expectNoPassword(text);
  });

  it("shows it in nothing when a success is none, in words that repeat it", async () => {
    const { failure, text } = await seenOf(send, (url) => Response.json({ success: false, message: url }));
    expect(failure).toMatchObject({ status: 200 });
    expectNoPassword(text);
  });

  it("shows it in nothing when the reply is a page with it", async () => {
    const { failure, text } = await seenOf(
      send,
      (url) => new Response(`<p>${url} ${spellings.join(" ")}</p>`),
    );
    expect(failure).toBeInstanceOf(Error);
    expectNoPassword(text);
  });

  it.for(["warn", "strict"] as const)(
    "shows it in no report of a reply of another shape: %s",
    async (mode) => {
      const reply = { id: password, message: { [password]: password }, [password]: password };
      const { reports, failure, text } = await seenOf(send, () => Response.json(reply), { validation: mode });
      expect(reports.length > 0 || failure instanceof Error).toBe(true);
      expectNoPassword(text);
    },
  );

  it("shows it in nothing when a fetch throws words that name the address", async () => {
    const { failure, text } = await seenOf(send, (url) => {
      throw new TypeError(`request to ${url} failed, reason: socket hang up`, { cause: { url, password } });
    });
    expect(failure).toMatchObject({ name: "CallError" });
    expect(text).toContain("socket hang up");
    expectNoPassword(text);
  });
});

it("a password that is too short is in no error either", async () => {
  const short = "Sh0rt!!";
  const { sent, failure } = await seenOf(
    (academy) => academy.users.create({ ...person, password: short }),
    () => Response.json({ id: 1 }),
  );
  expect(sent).toEqual([]);
  expect(String(failure)).toContain("password");
  expect(everyText(failure)).not.toContain(short);
});

it("passwords in the rows of an upload are in nothing when the vendor repeats them", async () => {
  const { failure, text } = await seenOf(
    (academy) =>
      academy.users.bulkUpload({
        userList: [{ email, password }],
        selectedCourses: [],
        selectedLearningPaths: [],
        membershipId: 0,
        portalId: -1,
      }),
    (url) => echo(422, url),
  );
  expect(failure).toMatchObject({ status: 422 });
  expectNoPassword(text);
});
