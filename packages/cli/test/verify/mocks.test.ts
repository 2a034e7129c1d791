import { createAcademyOfMine } from "@kelaskit/academy-of-mine";
import { createMockAcademyOfMine } from "@kelaskit/academy-of-mine/mock";
import { createScalev } from "@kelaskit/scalev";
import { createMockScalev } from "@kelaskit/scalev/mock";
import { writeFile, mkdir } from "node:fs/promises";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { operationsOf } from "../../src/vendors/operations.ts";
import type { VendorName } from "../../src/vendors/names.ts";
import { vendors } from "../../src/vendors/table.ts";
import { desk, mocks, verify, type Verification, witness } from "./support.ts";

/** The operations that only read and are sent by GET. */
async function readsOf(vendor: VendorName): Promise<readonly string[]> {
  const operations = operationsOf(await vendors[vendor].load());
  return [...operations.values()].flatMap(({ declaration: { name, method, safe = true } }) =>
    method === "GET" && safe ? [name] : [],
  );
}

/** The reads without an answer as declared, with the reason. */
function unanswered({ file }: Verification, reads: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    reads.flatMap((name) => {
      const record = file.operations[name];
      return record?.verdict === "answered" ? [] : [[name, record?.reason ?? record?.verdict ?? "no record"]];
    }),
  );
}

/** Whether a mock received nothing but reads, besides a login. */
async function expectReadsOnly(
  vendor: VendorName,
  { requests }: { readonly requests: readonly { readonly operation: string; readonly method: string }[] },
): Promise<void> {
  const logins = new Set(["oauth.createToken", "auth.login"]);
  const sent = requests.filter(({ operation }) => !logins.has(operation));
  expect(sent.filter(({ method }) => method !== "GET")).toEqual([]);
  const reads = await readsOf(vendor);
  expect(sent.filter(({ operation }) => !reads.includes(operation))).toEqual([]);
}

/** What no reply of a mock contains; a real vendor's may. */
const lacks = (parameter: string): unknown => expect.stringContaining(`no reply contains ${parameter}`);

describe("kelaskit verify with a mock", () => {
  it.each(["mitrabunso", "scalev", "skilvul", "toolzz"] as const)(
    "sends nothing that changes %s",
    async (vendor) => {
      const mock = mocks[vendor]();
      await verify(vendor, await witness(vendor, mock));
      await expectReadsOnly(vendor, mock);
    },
  );

  it("has an answer from each read of Academy of Mine that can be reached", async () => {
    const mock = createMockAcademyOfMine();
    const academy = createAcademyOfMine({
      ...mock.credentials,
      fetch: mock.fetch,
      unverifiedRoutes: "allow",
    });
    await academy.courses.enroll({ id: 2, studentIds: [4, 5] });
    mock.clear();
    const found = await verify("academy-of-mine", await witness("academy-of-mine", mock));
    const reads = await readsOf("academy-of-mine");
    const rest = unanswered(found, reads);
    expect(rest).toEqual(Object.fromEntries(Object.keys(rest).map((name) => [name, lacks("")])));
    expect(Object.keys(rest).length).toBeLessThanOrEqual(11);
    expect(Object.keys(found.file.routes)).toHaveLength(reads.length - Object.keys(rest).length);
    expect(found.code).toBe(0);
    await expectReadsOnly("academy-of-mine", mock);
  });

  it("needs a product's id for Mitrabunso, which no reply contains", async () => {
    const mock = mocks.mitrabunso();
    const from = await witness("mitrabunso", mock);
    const without = await verify("mitrabunso", from);
    expect(without.code).toBe(1);
    expect(without.stderr).toContain("Add values with --value parameter=value");
    const productId = "22222222-2222-4222-8222-222222222222";
    const found = await verify("mitrabunso", from, ["--value", `productId=${productId}`]);
    expect(unanswered(found, await readsOf("mitrabunso"))).toEqual({});
    expect(found.code).toBe(0);
  });

  it("walks from Scalev's orders to the content of a course of the customer", async () => {
    const mock = createMockScalev();
    const scalev = createScalev({ ...mock.credentials, fetch: mock.fetch });
    const login = await scalev.auth.login({ email: "learner@example.com", password: "demo-password" });
    if (!("access" in login)) throw new Error("expected tokens");
    await using place = await desk();
    const credentials = path.join(place.folder, "credentials", "scalev");
    await mkdir(credentials, { recursive: true, mode: 0o700 });
    await writeFile(
      path.join(credentials, "default.json"),
      JSON.stringify({ ...mock.credentials, access: login.access }),
      { mode: 0o600 },
    );
    const found = await place.verify("scalev", { fetch: mock.fetch, env: {} });
    expect(found.stderr).toBe("");
    expect(unanswered(found, await readsOf("scalev"))).toEqual({});
  });

  it("has an answer from each read of Skilvul, besides those about ids that no list has", async () => {
    const found = await verify("skilvul", await witness("skilvul", mocks.skilvul()));
    expect(unanswered(found, await readsOf("skilvul"))).toEqual({
      "addOns.canBuy": lacks("addOnId"),
      "addOns.get": lacks("addOnId"),
      "users.get": lacks("userId"),
    });
    expect(found.code).toBe(0);
  });

  it("has an answer from each read of Toolzz", async () => {
    const mock = mocks.toolzz();
    const { fetch, env } = await witness("toolzz", mock);
    const address = { TOOLZZ_INSTITUTION_URL: mock.servers.institution };
    const found = await verify("toolzz", { fetch, env: { ...env, ...address } });
    expect(unanswered(found, await readsOf("toolzz"))).toEqual({});
    expect(found.code).toBe(0);
  });

  it("says which reads of Toolzz need the address of the institution's own domain", async () => {
    const found = await verify("toolzz", await witness("toolzz", mocks.toolzz()));
    const missing = "a credential or setting that it needs is missing";
    expect(unanswered(found, await readsOf("toolzz"))).toEqual({
      "reports.listMembers": missing,
      "reports.listNotEnrolled": missing,
      "schools.list": missing,
    });
  });

  it("gives a client the routes that answered", async () => {
    const mock = createMockAcademyOfMine();
    const { file } = await verify("academy-of-mine", await witness("academy-of-mine", mock), [
      "--only",
      "badges.*",
    ]);
    expect(file.routes).toEqual({ "badges.list": "GET /badge/list" });
    expect(file.operations["badges.list"]).toMatchObject({ declared: "proposed", evidence: "observed" });
    const academy = createAcademyOfMine({
      ...mock.credentials,
      fetch: mock.fetch,
      unverifiedRoutes: "refuse",
      routes: file.routes,
    });
    await academy.badges.list();
    expect(mock.requests.at(-1)).toMatchObject({ operation: "badges.list" });
  });
});
