import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { failureOf } from "@kelaskit/test-support/failure";
import { ConfigurationError } from "@kelaskit/core";
import { describe, expect, it } from "vitest";
import { mockWebhook } from "../src/mock/index.ts";
import { AcademyWebhookError, receiveEnrollment, receiveNewAccount } from "../src/webhook-receiver/index.ts";

const secret = "3f9c0d2b7a5e4186";
const nextSecret = "c41d8e6f0b9a7235";
const url = `https://shop.example.com/webhooks/new-account?secret=${secret}`;
const path = `/webhooks/new-account/${secret}`;
const account = JSON.stringify({ id: 4, email: "ada@example.com" });

function streamOf(...chunks: readonly Uint8Array[]): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(chunk);
      controller.close();
    },
  });
}

describe("a new account", () => {
  it("is received from a request", async () => {
    expect(
      await receiveNewAccount(mockWebhook("new_account_created", { url }), { secrets: secret }),
    ).toStrictEqual({
      type: "new_account_created",
      data: {
        id: 4,
        first_name: "Ada",
        last_name: "Example",
        email: "learner@example.com",
        date_registered: "Aug 11, 2020 04:58 PM",
      },
      drift: [],
      digest: expect.stringMatching(/^[0-9a-f]{64}$/) as unknown,
    });
  });

  it("keeps unknown fields, and lists fields of another type", async () => {
    const data = { id: 7, first_name: 1, source: "campaign", date_registered: null };
    const event = await receiveNewAccount(mockWebhook("new_account_created", { url, data }), {
      secrets: secret,
    });
    expect(event.data).toMatchObject(data);
    expect(event.drift).toEqual(["first_name"]);
  });

  it.for([{ id: 4 }, { id: "4" }, { email: "ada@example.com" }])("is known by %j alone", async (body) => {
    const event = await receiveNewAccount({ url, body }, { secrets: secret });
    expect(event).toMatchObject({ data: body, drift: [] });
  });

  it.for([{}, { id: null, email: "" }, { id: {}, first_name: "Ada" }])(
    "is refused when it is unknown whose it is: %j",
    async (body) => {
      expect(await failureOf(receiveNewAccount({ url, body }, { secrets: secret }))).toMatchObject({
        code: "incomplete",
        message: expect.stringContaining("neither `id` nor `email`") as unknown,
      });
    },
  );

  it("is not taken for an enrollment", async () => {
    const request = mockWebhook("new_account_created", { url });
    expect(await failureOf(receiveEnrollment(request, { secrets: secret }))).toMatchObject({
      code: "incomplete",
      message: expect.stringContaining("userList") as unknown,
    });
  });
});

describe("an enrollment", () => {
  it("has its learners, and whatever else the portal sends", async () => {
    const data = { course: { id: 2 } };
    expect(
      await receiveEnrollment(mockWebhook("course_enrolled", { url, data }), { secrets: secret }),
    ).toMatchObject({
      type: "course_enrolled",
      data: {
        userList: [{ id: 4, first_name: "Ada", last_name: "Example", email: "learner@example.com" }],
        course: { id: 2 },
      },
      drift: [],
    });
  });

  it("lists differences of its learners once", async () => {
    const body = {
      userList: [
        { id: 4, email: 1 },
        { id: 5, email: 2 },
      ],
    };
    const { drift } = await receiveEnrollment({ url, body }, { secrets: secret });
    expect(drift).toEqual(["userList[].email"]);
  });

  it.for([{ userList: [] }, { userList: [{ id: 4 }, { first_name: "Ada" }] }, { userList: "4" }, { id: 4 }])(
    "is refused when it is unknown who was enrolled: %j",
    async (body) => {
      expect(await failureOf(receiveEnrollment({ url, body }, { secrets: secret }))).toMatchObject({
        code: "incomplete",
      });
    },
  );
});

describe("the secret", () => {
  it.for([
    url,
    `/webhooks/new-account?secret=${secret}`,
    `/?from=portal&secret=${secret}`,
    path,
    `${path}/`,
    `${path}?from=portal`,
    path.replace("3f", "%33%66"),
  ])("is found in %s", async (address) => {
    const delivery = { url: address, body: account };
    expect(await receiveNewAccount(delivery, { secrets: secret })).toHaveProperty("data.id", 4);
  });

  it("may be any of several, while it is replaced", async () => {
    for (const current of [secret, nextSecret]) {
      const delivery = { url: `/?secret=${current}`, body: account };
      const secrets = [secret, nextSecret];
      expect(await receiveNewAccount(delivery, { secrets })).toHaveProperty("data.id", 4);
    }
  });

  it.for([
    "/",
    "/webhooks/new-account",
    `/?secret=${nextSecret}`,
    `/?secret=${secret}&secret=${secret}`,
    `${path}?secret=${nextSecret}`,
    `${path}?secret=`,
    `${path}/more`,
    `/?Secret=${secret}`,
    `/?secret=${secret.toUpperCase()}`,
    `/?secret=${secret}0`,
    `/?secret=${secret.slice(1)}`,
    `/#${secret}`,
    `https://${secret}/`,
    "/%",
    "https://[",
  ])("is not found in %s", async (address) => {
    const failure = await failureOf(
      receiveNewAccount({ url: address, body: account }, { secrets: [secret] }),
    );
    expect(AcademyWebhookError.isInstance(failure)).toBe(true);
    expect(failure).toMatchObject({ code: "secret" });
  });

  it("is checked before anything is read", async () => {
    const request = mockWebhook("new_account_created", { url: url.replace(secret, nextSecret) });
    expect(await failureOf(receiveNewAccount(request, { secrets: secret }))).toHaveProperty("code", "secret");
    expect(request.bodyUsed).toBe(false);
  });

  it.for([
    undefined,
    null,
    "",
    "undefined",
    "fifteen-letters",
    "has a blank in it",
    "with/slash-0123456",
    4,
    {},
    [],
  ])("cannot be %j", async (wrong) => {
    const failure = await failureOf(receiveNewAccount({ url, body: account }, { secrets: wrong as string }));
    expect(ConfigurationError.isInstance(failure)).toBe(true);
  });

  it("cannot be missing from a list", async () => {
    // The types forbid it: this is what a caller gets from an environment variable that is not set.
    const secrets = [secret, process.env["KELASKIT_NOT_SET"]] as string[];
    const failure = await failureOf(receiveNewAccount({ url, body: account }, { secrets }));
    expect(failure).toMatchObject({
      name: "ConfigurationError",
      message: expect.stringContaining("a value of the type undefined as a secret") as unknown,
    });
  });
});

describe("a webhook of the mock", () => {
  it.each([
    ["an unknown option", "course_enrolled", { url, dat: { id: 1 } }, "Did you mean data?"],
    ["an unknown event", "course_enroled", { url }, "Did you mean course_enrolled?"],
    ["a path as its address", "course_enrolled", { url: "/webhooks" }, "absolute address"],
  ])("cannot have %s", (_, event, options, message) => {
    // The types forbid the first two: this is what JavaScript may pass.
    const create = () => mockWebhook(event as "course_enrolled", options);
    expect(create).toThrow(ConfigurationError);
    expect(create).toThrow(message);
  });
});

describe("a body", () => {
  const bytes = new TextEncoder().encode(account);

  it.for([
    ["text", account],
    ["bytes", bytes],
    ["a stream", streamOf(bytes.subarray(0, 5), bytes.subarray(5))],
    ["parsed", JSON.parse(account) as object],
  ] as const)("may be %s", async ([, body]) => {
    expect(await receiveNewAccount({ url, body }, { secrets: secret })).toHaveProperty("data.id", 4);
  });

  it("may be parsed with keys that streams have", async () => {
    const body = {
      ...(JSON.parse(account) as object),
      getReader: "Ada",
      locked: true,
      readableDidRead: true,
    };
    expect(await receiveNewAccount({ url, body }, { secrets: secret })).toHaveProperty("data.id", 4);
  });

  it("may be Node's own request", async () => {
    const server = createServer((incoming, outgoing) => {
      const delivery = { url: incoming.url ?? "", body: incoming };
      void receiveNewAccount(delivery, { secrets: secret }).then(({ data }) => outgoing.end(data.email));
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    const reply = await fetch(`http://127.0.0.1:${port}${path}`, { method: "POST", body: account });
    expect(await reply.text()).toBe("ada@example.com");
    server.close();
  });

  it("has the same digest however it arrives", async () => {
    const digests = [account, bytes, streamOf(bytes), JSON.parse(account) as object].map(async (body) => {
      const { digest } = await receiveNewAccount({ url, body }, { secrets: secret });
      return digest;
    });
    expect(new Set(await Promise.all(digests)).size).toBe(1);
  });

  it.for([account, bytes, streamOf(bytes.subarray(0, 9), bytes.subarray(9)), JSON.parse(account) as object])(
    "is refused when it is larger than maxBytes",
    async (body) => {
      const failure = await failureOf(receiveNewAccount({ url, body }, { secrets: secret, maxBytes: 10 }));
      expect(failure).toMatchObject({ code: "too-large" });
    },
  );

  it("is not read beyond maxBytes", async () => {
    let isCanceled = false;
    const endless = new ReadableStream({
      pull: (controller) => {
        controller.enqueue(new Uint8Array(1000));
      },
      cancel: () => {
        isCanceled = true;
      },
    });
    const failure = await failureOf(receiveNewAccount({ url, body: endless }, { secrets: secret }));
    expect(failure).toMatchObject({ code: "too-large" });
    expect(isCanceled).toBe(true);
  });

  it("is refused when it is cut off", async () => {
    const broken = new ReadableStream({
      start: (controller) => {
        controller.error(new Error("the connection was closed"));
      },
    });
    const failure = await failureOf(receiveNewAccount({ url, body: broken }, { secrets: secret }));
    expect(failure).toMatchObject({
      code: "unreadable",
      message: expect.stringContaining("cut off") as unknown,
    });
  });

  it.for(["", "{", "4", "[]", "null", new Uint8Array([0x22, 0xff, 0x22]), null, [1]])(
    "is refused when it is not a JSON object: %j",
    async (body) => {
      const failure = await failureOf(receiveNewAccount({ url, body }, { secrets: secret }));
      expect(failure).toMatchObject({ code: "unreadable" });
    },
  );

  it.for([undefined, new ArrayBuffer(8), new Blob([account]), 4])(
    "of a kind that cannot be read is the caller's mistake",
    async (body) => {
      const failure = await failureOf(receiveNewAccount({ url, body: body as object }, { secrets: secret }));
      expect(ConfigurationError.isInstance(failure)).toBe(true);
    },
  );

  it("that was already read is the caller's mistake", async () => {
    const request = mockWebhook("new_account_created", { url });
    await request.text();
    const failure = await failureOf(receiveNewAccount(request, { secrets: secret }));
    expect(failure).toMatchObject({
      name: "ConfigurationError",
      message: expect.stringContaining("not read") as unknown,
    });
  });
});

describe("a mistake of the caller", () => {
  it("in an option is named, with what was meant", async () => {
    const options = { secrets: secret, maxByte: 1 };
    expect(await failureOf(receiveNewAccount({ url, body: account }, options))).toMatchObject({
      message: expect.stringContaining("maxByte (did you mean maxBytes?)") as unknown,
    });
  });

  it.for([0, -1, Number.NaN])("in maxBytes is named: %d", async (maxBytes) => {
    const failure = await failureOf(receiveNewAccount({ url, body: account }, { secrets: secret, maxBytes }));
    expect(failure).toMatchObject({
      message: expect.stringContaining("maxBytes must be a number above 0") as unknown,
    });
  });

  it.for([undefined, null, account, { body: account }])("in the request is named: %j", async (delivery) => {
    const failure = await failureOf(receiveNewAccount(delivery as never, { secrets: secret }));
    expect(failure).toMatchObject({
      message: expect.stringContaining("requires the request with its address") as unknown,
    });
  });
});

it("no error contains the secret, the address or the body", async () => {
  const body = { userList: [{ first_name: "Private" }] };
  const failures = [
    receiveEnrollment({ url: url.replace(secret, "wrong-secret-012345"), body }, { secrets: secret }),
    receiveEnrollment({ url, body }, { secrets: secret }),
    receiveEnrollment({ url, body: '"Private' }, { secrets: secret }),
    receiveEnrollment({ url, body }, { secrets: secret, maxBytes: 3 }),
    receiveEnrollment({ url, body }, { secrets: `${secret} ` }),
  ].map(async (call) => failureOf(call));
  for (const failure of await Promise.all(failures)) {
    const { message, stack = "" } = failure as Error;
    expect(`${message} ${stack} ${JSON.stringify(failure)}`).not.toMatch(
      /3f9c0d2b7a5e4186|wrong-secret|new-account\b|shop\.example|Private/,
    );
  }
});
