import { createSkilvul } from "@kelaskit/skilvul";
import { createAcademyOfMine } from "@kelaskit/academy-of-mine";
import { createMockAcademyOfMine } from "@kelaskit/academy-of-mine/mock";
import { createMockSkilvul } from "@kelaskit/skilvul/mock";
import { createToolzz } from "@kelaskit/toolzz";
import { createMockToolzz } from "@kelaskit/toolzz/mock";
import { describe, expect, it } from "vitest";
import type { VerifiedFile } from "../../src/verify/verified-file.ts";
import { desk, liar, type Lie, mocks, verify, witness } from "./support.ts";

const only = ["--only", "badges.list,media.list,users.list,users.get,courses.list,orders.list,pages.*"];

/** A portal with one route of its own, fewer fields, other types, short pages and a part that is closed. */
const portal: Lie = (request) => {
  const { pathname } = new URL(request.url);
  switch (pathname.replace(/^\/api/, "")) {
    case "/badge/list":
    case "/media/list":
      return Response.json({ message: "Not Found" }, { status: 404 });
    case "/badges":
      return Response.json({
        recordsTotal: "2",
        recordsFiltered: 2,
        records: [],
        links: {},
      });
    case "/order/list":
      return Response.json({ message: "Forbidden" }, { status: 403 });
    case "/page/list":
      return Response.json({ message: "Server Error" }, { status: 500 });
    default:
      return undefined;
  }
};

/** What a second verification must find, too. */
function verdictsOf({ operations }: VerifiedFile): unknown {
  return Object.fromEntries(
    Object.entries(operations).map(([name, { verdict, route, status, drift, undeclared, pageSize }]) => [
      name,
      { verdict, route, status, drift, undeclared, pageSize },
    ]),
  );
}

describe("a mock that is like a verified vendor", () => {
  it("is found to be what the vendor was found to be", async () => {
    const vendor = await liar("academy-of-mine", createMockAcademyOfMine(), portal);
    const { file } = await verify("academy-of-mine", vendor, [...only, "--suggest"]);
    expect(file.operations).toMatchObject({
      "badges.list": { verdict: "drift", route: "GET /badges" },
      "media.list": { verdict: "not-found" },
      "orders.list": { verdict: "refused", status: 403 },
      "pages.list": { verdict: "failed", status: 500 },
      "users.get": { verdict: "answered" },
    });
    const mock = createMockAcademyOfMine({ like: file });
    const again = await verify("academy-of-mine", await witness("academy-of-mine", mock), [
      ...only,
      "--suggest",
    ]);
    expect(verdictsOf(again.file)).toEqual(verdictsOf(file));
  });

  it.each(Object.keys(mocks) as (keyof typeof mocks)[])(
    "is found to be what %s was found to be",
    async (vendor) => {
      const productId = "22222222-2222-4222-8222-222222222222";
      const values = vendor === "mitrabunso" ? ["--value", `productId=${productId}`] : [];
      const words = ["--max-requests", "60", ...values];
      const { file } = await verify(vendor, await witness(vendor, mocks[vendor]()), words);
      const mock = mocks[vendor]({ like: file });
      const again = await verify(vendor, await witness(vendor, mock), words);
      expect(file.traffic.requests).toBeGreaterThan(0);
      expect(verdictsOf(again.file)).toEqual(verdictsOf(file));
    },
  );

  it("has the vendor's pages where a request cannot say how long one is", async () => {
    const from = await witness("toolzz", createMockToolzz());
    const { file } = await verify("toolzz", from, ["--only", "reports.listProgress"]);
    const progress = file.operations["reports.listProgress"];
    expect(progress).toMatchObject({ verdict: "answered" });
    const operations = {
      "reports.listProgress": { verdict: "answered", route: "", ...progress, pageSize: 2 },
    };
    const mock = createMockToolzz({ like: { ...file, operations } });
    const toolzz = createToolzz({ ...mock.credentials, fetch: mock.fetch });
    expect((await toolzz.reports.listProgress()).data).toHaveProperty("data.length", 2);
  });

  it("shows a user's tests what the vendor's replies lack", async () => {
    const vendor = await liar("skilvul", createMockSkilvul(), ({ url }) =>
      url.endsWith("/v1/provinces") ? Response.json({ provinces: [{ id: 7 }], error: null }) : undefined,
    );
    const { file } = await verify("skilvul", vendor, ["--only", "provinces.list"]);
    const mock = createMockSkilvul({ like: file });
    const drift: string[] = [];
    const skilvul = createSkilvul({
      ...mock.credentials,
      fetch: mock.fetch,
      routes: file.routes,
      onDrift: ({ issues }) => void drift.push(...issues.map(({ field }) => field)),
    });
    const { provinces } = await skilvul.provinces.list();
    expect(Object.keys(provinces[0] ?? {})).toEqual(["id"]);
    expect(drift).toEqual(file.operations["provinces.list"]?.drift?.map(({ field }) => field));
  });

  it("pages through lists as the vendor does", async () => {
    await using place = await desk();
    const { file } = await place.verify(
      "academy-of-mine",
      await witness("academy-of-mine", createMockAcademyOfMine()),
      ["--only", "users.list"],
    );
    const operations = {
      "users.list": {
        ...file.operations["users.list"],
        verdict: "answered",
        route: "GET /user/list",
        pageSize: 7,
      },
    };
    const mock = createMockAcademyOfMine({ like: { ...file, operations } });
    const academy = createAcademyOfMine({ ...mock.credentials, fetch: mock.fetch, routes: file.routes });
    expect((await academy.users.list()).records).toHaveLength(7);
    const everyone = await academy.users.list().toArray({ limit: 1000 });
    expect(everyone).toHaveLength(60);
    expect(mock.requests).toHaveLength(10);
  });
});
