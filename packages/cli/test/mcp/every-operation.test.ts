import { writeFile } from "node:fs/promises";
import path from "node:path";
import type { AnyDeclaration } from "@kelaskit/core/vendor";
import { beforeAll, describe, expect, it } from "vitest";
import { sampleParameters } from "../../src/call/example.ts";
import { secretsOf } from "../../src/call/schema.ts";
import type { McpCommandOptions } from "../../src/mcp/mcp.ts";
import { vendorNames } from "../../src/vendors/names.ts";
import { isPaged, operationsOf } from "../../src/vendors/operations.ts";
import { vendors } from "../../src/vendors/table.ts";
import { temporaryFolder } from "../support.ts";
import { callOperation, callTool, recordedVendors, serveInProcess } from "./support.ts";

interface Declared {
  readonly vendor: string;
  readonly name: string;
  readonly declaration: AnyDeclaration;
  /** Whether its declaration says that it only reads. */
  readonly isRead: boolean;
}

let operations: readonly Declared[];
let byName: ReadonlyMap<string, Declared>;

beforeAll(async () => {
  const loaded = await Promise.all(
    vendorNames.map(async (vendor) =>
      [...operationsOf(await vendors[vendor].load()).values()].map(({ declaration }): Declared => {
        const { name, method, safe } = declaration;
        const isRead = safe ?? (method === "GET" || method === "HEAD");
        return { vendor, name: `${vendor} ${name}`, declaration, isRead };
      }),
    ),
  );
  operations = loaded.flat();
  byName = new Map(operations.map((operation) => [operation.name, operation]));
});

/** The declared routes of all operations as the person's own, so that evidence is not what stops a call. */
function routesFor(folder: string): Promise<readonly string[]> {
  return Promise.all(
    vendorNames.map(async (vendor) => {
      const file = path.join(folder, `${vendor}.json`);
      const own = operations.filter((operation) => operation.vendor === vendor);
      const routes = own.map(({ declaration: { name, method, path: route } }) => [
        name,
        `${method} ${route}`,
      ]);
      await writeFile(file, JSON.stringify(Object.fromEntries(routes)));
      return `${vendor}=${file}`;
    }),
  );
}

/** Calls every operation once, with parameters that its declaration accepts. */
async function callAll(options: McpCommandOptions) {
  await using folder = await temporaryFolder();
  const sent = recordedVendors();
  const routes = await routesFor(folder.path);
  const { client } = await serveInProcess([], { routes, allowInsecureHttp: true, ...options }, sent.fetch);
  const ended = new Map<string, string>();
  for (const { name, declaration } of operations) {
    const { data } = await callOperation(client, name, { parameters: sampleParameters(declaration) });
    ended.set(name, data.status ?? "no status");
  }
  return { ended, sent: sent.sent() };
}

describe("every operation of every vendor", () => {
  it("is a read or a write as its declaration says", async () => {
    const { client } = await serveInProcess([]);
    const effects = new Map<string, string>();
    for (let offset: number | undefined = 0; offset !== undefined;) {
      const { data } = await callTool(client, "search_operations", { offset, limit: 50 });
      for (const { vendor, operation, effect } of data.operations ?? []) {
        effects.set(`${vendor} ${operation}`, effect);
      }
      offset = data.nextOffset;
    }
    const declared = operations.map(({ name, isRead }) => [name, isRead ? "read" : "write"]);
    expect(Object.fromEntries(effects)).toEqual(Object.fromEntries(declared));
  });

  it("that is paged has no secret parameter, which the arguments for the next page would repeat", async () => {
    const loaded = await Promise.all(vendorNames.map((name) => vendors[name].load()));
    const paged = loaded.flatMap((vendor) => [...operationsOf(vendor).values()]).filter(isPaged);
    expect(paged.length).toBeGreaterThan(50);
    expect(paged.filter(({ declaration }) => secretsOf(declaration).length > 0)).toEqual([]);
  });

  it("sends nothing that is not a read without --allow-writes", async () => {
    const { ended, sent } = await callAll({});
    const writes = sent.filter((name) => {
      const found = byName.get(name);
      return found?.isRead !== true && found?.declaration.tokenRequest !== true;
    });
    expect(writes).toEqual([]);
    expect(sent.length).toBeGreaterThan(200);
    const passed = operations.filter(({ name, isRead }) => !isRead && ended.get(name) !== "refused");
    expect(passed.map(({ name }) => name)).toEqual([]);
  });

  it("sends no write before it is confirmed with --allow-writes", async () => {
    const { ended, sent } = await callAll({ allowWrites: true });
    const writes = sent.filter((name) => {
      const found = byName.get(name);
      return found?.isRead !== true && found?.declaration.tokenRequest !== true;
    });
    expect(writes).toEqual([]);
    const asked = operations.filter(({ name }) => ended.get(name) === "to-confirm");
    expect(asked.length).toBeGreaterThan(200);
  });

  it("is not called while its route is only proposed, not even to read", async () => {
    const sent = recordedVendors();
    const { client } = await serveInProcess([], { allowWrites: true, allowInsecureHttp: true }, sent.fetch);
    for (const { name, declaration } of operations.filter(
      ({ declaration: { evidence } }) => evidence === "proposed",
    )) {
      const { data } = await callOperation(client, name, { parameters: sampleParameters(declaration) });
      expect(data).toMatchObject({
        status: "refused",
        message: expect.stringMatching(/proposed|credentials/) as string,
      });
    }
    expect(sent.sent()).toEqual([]);
  });

  it("is never called if it is for credentials", async () => {
    await using folder = await temporaryFolder();
    const sent = recordedVendors();
    const options = { routes: await routesFor(folder.path), allowWrites: true, allowInsecureHttp: true };
    const { client } = await serveInProcess([], options, sent.fetch);
    const forTokens = operations.filter(({ declaration }) => declaration.tokenRequest === true);
    const names = [
      ...forTokens.map(({ name }) => name),
      "scalev auth.startPasswordReset",
      "academy-of-mine users.updatePassword",
      "academy-of-mine users.getTwoFactor",
      "academy-of-mine paymentGateways.getStripeSettings",
      "academy-of-mine accredible.validateKey",
    ];
    expect(forTokens.length).toBeGreaterThan(5);
    for (const name of names) {
      const { data } = await callOperation(client, name);
      expect(data).toMatchObject({
        status: "refused",
        message: expect.stringContaining("credentials") as string,
      });
    }
    expect(sent.sent()).toEqual([]);
  });
});
