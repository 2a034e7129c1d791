import { failureOf } from "@kelaskit/test-support/failure";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkOptions } from "../src/check-options.ts";
import { ConfigurationError, createLimiter, kyTransport } from "../src/index.ts";
import { callOptionNames, clientOptionNames, clientOptions } from "../src/options.ts";
import { undiciTransport } from "../src/transport/undici.node.ts";
import { createClient, tokenCredential } from "../src/vendor.ts";
import { createWarung, get, list } from "./support/client.ts";
import { fakeFetch } from "./support/fake-fetch.ts";

/** The message of the error that something throws. */
function refusalOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (ConfigurationError.isInstance(error) && error.code === "invalid-option") return error.message;
    throw error;
  }
  throw new Error("Expected a ConfigurationError.");
}

const letter = fc.constantFrom(..."abcdefghijklmnopqrstuvwxyz".split(""));

/** A name with one letter too much, too little, another, or of the other case. */
const slip = (name: string): fc.Arbitrary<string> =>
  fc
    .tuple(
      fc.nat({ max: name.length - 1 }),
      letter,
      fc.constantFrom("more", "less", "other", "case", "swapped"),
    )
    .map(([at, other, how]) => {
      const [before, here = "", after] = [name.slice(0, at), name[at], name.slice(at + 1)];
      if (how === "more") return before + other + here + after;
      if (how === "less") return before + after;
      if (how === "case")
        return before + (here === here.toLowerCase() ? here.toUpperCase() : here.toLowerCase()) + after;
      if (how === "swapped") return before + after.slice(0, 1) + here + after.slice(1);
      return before + other + after;
    });

describe.each([
  ["a client", clientOptionNames],
  ["a call", callOptionNames],
] as const)("the options of %s", (_, names) => {
  it.each(Object.keys(names))("%s is known, and a slip in it is told by its name", (name) => {
    checkOptions("It", { [name]: 1 }, names);
    fc.assert(
      fc.property(
        slip(name).filter((wrong) => !Object.hasOwn(names, wrong)),
        (wrong) => {
          expect(
            refusalOf(() => {
              checkOptions("It", { [wrong]: 1 }, names);
            }),
          ).toContain(`${wrong} (did you mean ${name}?)`);
        },
      ),
      { numRuns: 60 },
    );
  });

  it("may be undefined whatever they are called, and symbols are nobody's slip", () => {
    expect(() => {
      checkOptions("It", { anything: undefined, [Symbol("mark")]: 1 }, names);
    }).not.toThrow();
  });

  it.each(["constructor", "toString", "hasOwnProperty", "valueOf"])("%s is not one", (name) => {
    const check = () => {
      checkOptions("It", { [name]: 1 }, names);
    };
    expect(refusalOf(check)).toContain(name);
  });
});

describe("options that are not known", () => {
  it.each([
    ["createClient()", () => createWarung({ timeot: 5 } as object), "The warung client", "timeout"],
    ["createLimiter()", () => createLimiter({ concurency: 5 } as object), "The limiter", "concurrency"],
    [
      "the option limiter",
      () => createWarung({ limiter: { intervall: 5 } as object }),
      "The limiter",
      "interval",
    ],
    ["kyTransport()", () => kyTransport({ instanse: 5 } as object), "kyTransport()", "instance"],
    [
      "undiciTransport()",
      () => undiciTransport({ dispacher: 5 } as object),
      "undiciTransport()",
      "dispatcher",
    ],
    [
      "tokenCredential()",
      () => tokenCredential({ key: String, grant: async () => ({ accessToken: "" }), refesh: 1 } as never),
      "tokenCredential()",
      "refresh",
    ],
  ])("are refused by %s", (_, work, owner, name) => {
    const message = refusalOf(work);
    expect(message.startsWith(owner)).toBe(true);
    expect(message).toContain(`did you mean ${name}?`);
  });

  it.each([
    ["an operation", "timeout", (options: object) => get(createWarung(fake), undefined, options)],
    ["a list", "timeout", (options: object) => list(createWarung(fake), {}, options)],
    ["a request", "timeout", (options: object) => createWarung(fake).request("GET", "/x", options)],
    ["toArray()", "limit", (options: object) => list(createWarung(fake)).toArray(options as never)],
  ] as const)("fail %s before anything is sent", async (_, name, work) => {
    const error = await failureOf(work({ [`${name}x`]: 5 }), ConfigurationError);
    expect(error).toMatchObject({ code: "invalid-option", outcome: "not-sent" });
    expect(error.message).toMatch(new RegExp(`^warung .*${name}x \\(did you mean ${name}\\?\\)`));
    expect(fake.sent).toEqual([]);
  });

  it("are all named", () => {
    expect(refusalOf(() => createWarung({ timeot: 5, retires: 1 } as object))).toMatch(
      /an unknown option: timeot \(did you mean timeout\?\), retires \(did you mean retries\?\)/,
    );
  });

  it("are found where they are inherited", () => {
    expect(refusalOf(() => createLimiter(Object.create({ intervall: 5 }) as object))).toContain("interval");
  });

  it("are those of no vendor's own unless it names them", () => {
    const definition = { vendor: "kios", baseUrl: "https://api.kios.example" };
    expect(refusalOf(() => createClient(definition, { shopId: 1 } as object))).toContain("shopId");
    expect(() =>
      createClient({ ...definition, options: { shopId: true } }, { shopId: 1 } as object),
    ).not.toThrow();
  });
});

const fake = fakeFetch(() => Response.json({ id: 1, items: [], total: 0 }));

describe("what is not an object", () => {
  it.each([null, "id", 5, true, ["id"], String])("is refused: %o", (value) => {
    expect(
      refusalOf(() => createClient({ vendor: "kios", baseUrl: "https://x.example" }, value as object)),
    ).toMatch(/^The kios client expected an object, got /);
  });

  it.each([undefined, null, 5])("fails toArray(%o) as a wrong option", async (value) => {
    const error = await failureOf(list(createWarung(fake)).toArray(value as never), ConfigurationError);
    expect(error.message).toMatch(/^warung items\.list: toArray\(\) expected an object/);
  });
});

describe("options of a class", () => {
  class Settings {
    readonly #timeout = 1234;
    get timeout(): number {
      return this.#timeout;
    }
  }

  it("are read through its getters", () => {
    expect(clientOptions("warung", new Settings())).toMatchObject({ timeout: 1234 });
  });
});
