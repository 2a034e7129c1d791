import { failureOf } from "@kelaskit/test-support/failure";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { AcademyWebhookError, receiveEnrollment, receiveNewAccount } from "../src/webhook-receiver/index.ts";

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~".split("");
const secrets = fc.string({ unit: fc.constantFrom(...alphabet), minLength: 16, maxLength: 60 });
const secret = "3f9c0d2b7a5e4186";
const url = `/webhooks?secret=${secret}`;
const body = { id: 4 };

describe("any secret", () => {
  it("is accepted in the query and as the last segment of the path, among any others", async () => {
    await fc.assert(
      fc.asyncProperty(secrets, fc.array(secrets, { maxLength: 3 }), fc.nat(), async (own, others, place) => {
        const all = others.toSpliced(place % (others.length + 1), 0, own);
        for (const address of [`/webhooks?secret=${own}`, `https://shop.example.com/webhooks/${own}`]) {
          expect(await receiveNewAccount({ url: address, body }, { secrets: all })).toMatchObject({
            data: body,
          });
        }
      }),
    );
  });

  it("opens no address of another secret", async () => {
    await fc.assert(
      fc.asyncProperty(secrets, secrets, async (own, other) => {
        fc.pre(own !== other);
        for (const address of [`/webhooks?secret=${other}`, `/webhooks/${other}`]) {
          expect(await failureOf(receiveNewAccount({ url: address, body }, { secrets: own }))).toMatchObject({
            code: "secret",
          });
        }
      }),
    );
  });

  it("opens no address in which any character of it differs", async () => {
    await fc.assert(
      fc.asyncProperty(secrets, fc.nat(), fc.constantFrom(...alphabet), async (own, place, character) => {
        const index = place % own.length;
        fc.pre(own[index] !== character);
        const wrong = own.slice(0, index) + character + own.slice(index + 1);
        const failure = await failureOf(
          receiveNewAccount({ url: `/?secret=${wrong}`, body }, { secrets: own }),
        );
        expect(failure).toMatchObject({ code: "secret" });
      }),
    );
  });

  it("opens no address that does not contain it, whatever that is", async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.webUrl({ withQueryParameters: true }), fc.string()), async (address) => {
        const failure = await failureOf(receiveNewAccount({ url: address, body }, { secrets: secret }));
        expect(failure).toMatchObject({ code: "secret" });
      }),
    );
  });
});

describe("any body", () => {
  it("is returned unchanged, or refused with a reason", async () => {
    await fc.assert(
      fc.asyncProperty(fc.jsonValue(), fc.boolean(), async (value, isParsed) => {
        fc.pre(!isParsed || (typeof value === "object" && value !== null));
        const delivery = { url, body: isParsed ? (value as object) : JSON.stringify(value) };
        for (const receive of [receiveNewAccount, receiveEnrollment]) {
          const outcome: unknown = await receive(delivery, { secrets: secret }).catch(
            (error: unknown) => error,
          );
          if (AcademyWebhookError.isInstance(outcome)) {
            expect(["unreadable", "incomplete"]).toContain(outcome.code);
          } else {
            expect(outcome).toHaveProperty("data", JSON.parse(JSON.stringify(value)));
          }
        }
      }),
    );
  });

  it("of a known user is accepted, whatever else it contains", async () => {
    const anything = fc.dictionary(fc.string(), fc.jsonValue());
    await fc.assert(
      fc.asyncProperty(anything, fc.nat(), async (more, id) => {
        const user = JSON.parse(JSON.stringify({ ...more, id })) as object;
        const account = await receiveNewAccount({ url, body: JSON.stringify(user) }, { secrets: secret });
        expect(account.data).toEqual(user);
        const enrolled = { ...user, userList: [user] };
        const { data } = await receiveEnrollment(
          { url, body: JSON.stringify(enrolled) },
          { secrets: secret },
        );
        expect(data).toEqual(enrolled);
      }),
    );
  });

  it("of any bytes is refused or accepted, without any other error", async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array(), async (bytes) => {
        const failure = await failureOf(receiveNewAccount({ url, body: bytes }, { secrets: secret }));
        expect(AcademyWebhookError.isInstance(failure)).toBe(true);
      }),
    );
  });
});
