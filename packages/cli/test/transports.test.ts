import { type ClientOptions, fetchTransport } from "@kelaskit/core";
import { createAcademyOfMine } from "@kelaskit/academy-of-mine";
import { createMockAcademyOfMine } from "@kelaskit/academy-of-mine/mock";
import { createMitrabunso } from "@kelaskit/mitrabunso";
import { createMockMitrabunso } from "@kelaskit/mitrabunso/mock";
import { createScalev } from "@kelaskit/scalev";
import { createMockScalev } from "@kelaskit/scalev/mock";
import { createSkilvul } from "@kelaskit/skilvul";
import { createMockSkilvul } from "@kelaskit/skilvul/mock";
import { createToolzz } from "@kelaskit/toolzz";
import { createMockToolzz } from "@kelaskit/toolzz/mock";
import { expect, it } from "vitest";

type Fetch = typeof globalThis.fetch;
type Options = Pick<ClientOptions, "transport" | "logger" | "validation">;

/** Lists items of a vendor through a transport that uses its mock's fetch. */
const vendors: Readonly<
  Record<string, (optionsOf: (fetch: Fetch) => Options) => Promise<readonly unknown[]>>
> = {
  async "academy-of-mine"(optionsOf) {
    const mock = createMockAcademyOfMine();
    const academy = createAcademyOfMine({ ...mock.credentials, ...optionsOf(mock.fetch) });
    return academy.courses.list().toArray({ limit: 2 });
  },
  async mitrabunso(optionsOf) {
    const mock = createMockMitrabunso();
    const mitrabunso = createMitrabunso({
      allowInsecureHttp: true,
      ...mock.credentials,
      ...optionsOf(mock.fetch),
    });
    return mitrabunso.prices
      .list({ productId: "bbbbbbbb-0000-4000-8000-000000000001" })
      .toArray({ limit: 2 });
  },
  async scalev(optionsOf) {
    const mock = createMockScalev();
    const scalev = createScalev({ ...mock.credentials, ...optionsOf(mock.fetch) });
    await scalev.useTokens(mock.logIn());
    return scalev.orders.list().toArray({ limit: 2 });
  },
  async skilvul(optionsOf) {
    const mock = createMockSkilvul();
    const skilvul = createSkilvul({ ...mock.credentials, ...optionsOf(mock.fetch) });
    return skilvul.products.list().toArray({ limit: 2 });
  },
  async toolzz(optionsOf) {
    const mock = createMockToolzz();
    const toolzz = createToolzz({ ...mock.credentials, ...optionsOf(mock.fetch) });
    return toolzz.courses.list({ typeId: 2 }).toArray({ limit: 2 });
  },
};

it.each(Object.entries(vendors))("the client of %s uses the given transport", async (_vendor, list) => {
  const listed = await list((fetch) => ({
    transport: fetchTransport(fetch),
    logger: false,
    validation: "strict",
  }));
  expect(listed).not.toEqual([]);
});
