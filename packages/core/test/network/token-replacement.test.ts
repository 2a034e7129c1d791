import { describe, expect, it } from "vitest";
import { type Client, memoryTokenStore, type TokenSet, type TokenStore } from "../../src/index.ts";
import { tokenCredential } from "../../src/vendor.ts";
import { createWarung, get, login } from "../support/client.ts";
import { fakeFetch } from "../support/fake-fetch.ts";

const account = { email: "ibu@warung.example", password: "kata-sandi" };

/** A vendor that grants `granted-1`, `granted-2` … and writes down what it is sent with; a client with the credential. */
function setUp(store: TokenStore = memoryTokenStore()) {
  const sent: (string | null)[] = [];
  let logins = 0;
  const vendor = fakeFetch(({ path, authorization }) => {
    if (path === "/login") {
      logins += 1;
      return Response.json({ accessToken: `granted-${logins}` });
    }
    sent.push(authorization);
    return Response.json({ id: 1 });
  });
  let onGrant: () => void = () => undefined;
  const credential = tokenCredential({
    key: () => "ibu",
    store,
    async grant() {
      onGrant();
      return login(client, account);
    },
  });
  const client: Client = createWarung({ ...vendor, credential });
  return {
    client,
    credential,
    sent,
    store,
    whileGranting: (action: () => void): void => {
      onGrant = action;
    },
  };
}

const handedOver: TokenSet = { accessToken: "handed-over", refreshToken: "rotating" };

describe("tokens that are handed over", () => {
  it("are stored and used, without a grant", async () => {
    const { client, credential, sent, store } = setUp();
    expect(await credential.replace(handedOver)).toBeUndefined();
    expect(await store.get("ibu")).toEqual(handedOver);
    await get(client);
    expect(sent).toEqual(["Bearer handed-over"]);
  });

  it("take the place of those in use, which are given back", async () => {
    const { client, credential, sent } = setUp();
    await get(client);
    expect(await credential.replace(handedOver)).toMatchObject({ accessToken: "granted-1" });
    await get(client);
    expect(sent).toEqual(["Bearer granted-1", "Bearer handed-over"]);
  });

  it("outlast a renewal that was under way", async () => {
    const { client, credential, sent, store, whileGranting } = setUp();
    let replaced: Promise<unknown> | undefined;
    whileGranting(() => {
      replaced = credential.replace(handedOver);
    });
    await get(client);
    await replaced;
    await get(client);
    expect(sent).toEqual(["Bearer granted-1", "Bearer handed-over"]);
    expect(await store.get("ibu")).toEqual(handedOver);
  });

  it("are there for a call that begins meanwhile", async () => {
    const { client, credential, sent } = setUp();
    const replaced = credential.replace(handedOver);
    await Promise.all([get(client), replaced]);
    expect(sent).toEqual(["Bearer handed-over"]);
  });

  it("come in the order in which they are given", async () => {
    const { client, credential, sent } = setUp();
    await Promise.all([
      credential.replace({ accessToken: "first" }),
      credential.replace({ accessToken: "second" }),
    ]);
    await get(client);
    expect(sent).toEqual(["Bearer second"]);
  });

  it("that cannot be stored are not used, and whoever gave them hears of it", async () => {
    const kept = memoryTokenStore();
    const full: TokenStore = {
      ...kept,
      set: (key, tokens) =>
        tokens.accessToken === "handed-over" ? Promise.reject(new Error("disk full")) : kept.set(key, tokens),
    };
    const { client, credential, sent } = setUp(full);
    await expect(credential.replace(handedOver)).rejects.toThrow("disk full");
    await get(client);
    expect(sent).toEqual(["Bearer granted-1"]);
  });
});

describe("tokens that are forgotten", () => {
  it("are gone from the store and not used again", async () => {
    const { client, credential, sent, store } = setUp();
    await credential.replace(handedOver);
    expect(await credential.replace(undefined)).toEqual(handedOver);
    expect(await store.get("ibu")).toBeUndefined();
    await get(client);
    expect(sent).toEqual(["Bearer granted-1"]);
  });

  it("may be forgotten before there are any", async () => {
    const { client, credential, sent } = setUp();
    await Promise.all([credential.replace(undefined), get(client)]);
    expect(sent).toEqual(["Bearer granted-1"]);
  });
});
