import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { describe, expect, inject, it } from "vitest";
import { kelaskit, runCommand, serveMocks, temporaryFolder } from "../support.ts";
import { callOperation, callTool, connectCommand } from "./support.ts";

const parameters = { user: { email: "ann@example.com" }, productIds: ["ckproduct0000000000000001"] };

describe("kelaskit mcp", () => {
  it.each(["2025", "2026"] as const)(
    "lets an assistant search, describe and call, with the protocol of %s",
    async (era) => {
      const client = await connectCommand(["skilvul", "--mock"], { era });
      const found = await callTool(client, "search_operations", { words: "list products" });
      expect(found.data.operations?.[0]).toMatchObject({ operation: "products.list", callable: true });
      const { data } = await callOperation(client, "skilvul products.list", { fields: ["id"], maxItems: 2 });
      expect(data).toMatchObject({ status: "done", untrusted: { reply: { totalProducts: 35 } } });
      const refused = await callOperation(client, "skilvul orders.create", { parameters });
      expect(refused.data.status).toBe("refused");
    },
  );

  it("uses the credentials and addresses of the environment", async () => {
    await using mocks = await serveMocks(["skilvul"]);
    const client = await connectCommand(["skilvul"], { env: mocks.env });
    const { data } = await callOperation(client, "skilvul provinces.list", { maxItems: 1 });
    expect(data.status).toBe("done");
  });

  it.each([
    ["2025", true, "done"],
    ["2026", true, "done"],
    ["2025", false, "refused"],
    ["2026", false, "refused"],
    ["2025", "cancel", "refused"],
    ["2026", "cancel", "refused"],
  ] as const)("asks the person before a write (%s, answer %s)", async (era, answer, status) => {
    const asked: string[] = [];
    const client = await connectCommand(["skilvul", "--mock", "--allow-writes"], {
      era,
      person(message) {
        asked.push(message);
        return answer;
      },
    });
    const { data } = await callOperation(client, "skilvul orders.create", { parameters });
    expect(data.status).toBe(status);
    expect(asked).toEqual([
      expect.stringMatching(/^This .* at Skilvul: .*ann@example\.com.*cannot be repeated/),
    ]);
  });

  it("accepts no confirmation from a model where a person is asked", async () => {
    const client = await connectCommand(["skilvul", "--mock", "--allow-writes"], { person: () => true });
    const call = { parameters, confirmation: "AAAAAAAAAAAAAAAAAAAAAAAA" };
    const { data } = await callOperation(client, "skilvul orders.create", call);
    expect(data).toMatchObject({
      status: "refused",
      message: expect.stringContaining("asks the person") as string,
    });
  });

  it("calls proposed operations by their routes in --routes, in the mock too", async () => {
    await using folder = await temporaryFolder();
    const file = path.join(folder.path, "routes.json");
    await writeFile(file, JSON.stringify({ "products.count": "GET /v1/products/number" }));
    const client = await connectCommand(["skilvul", "toolzz", "--mock", "--routes", `skilvul=${file}`]);
    const described = await callTool(client, "describe_operation", {
      vendor: "skilvul",
      operation: "products.count",
    });
    expect(described.data).toMatchObject({ path: "/v1/products/number", evidence: "given with --routes" });
    expect((await callOperation(client, "skilvul products.count")).data.status).toBe("done");
  });

  it("does not take a write for a read because its route is a GET", async () => {
    await using folder = await temporaryFolder();
    const file = path.join(folder.path, "routes.json");
    await writeFile(
      file,
      JSON.stringify({
        "orders.create": "GET /v1/orders",
        "products.get": "DELETE /v1/products/{productId}",
      }),
    );
    const client = await connectCommand(["skilvul", "--mock", "--routes", file]);
    const order = await callOperation(client, "skilvul orders.create", { parameters });
    const product = await callOperation(client, "skilvul products.get", { parameters: { productId: "p1" } });
    expect([order.data.status, product.data.status]).toEqual(["refused", "refused"]);
  });

  it("writes nothing but the protocol to standard output, and ends with its input", async () => {
    const child = spawn(process.execPath, [inject("command"), "mcp", "skilvul", "--mock"], {
      env: { ...process.env, KELASKIT_LOG: "debug" },
    });
    const request = (id: number, method: string, params: object): string =>
      `${JSON.stringify({ jsonrpc: "2.0", id, method, params })}\n`;
    child.stdin.write(
      request(1, "initialize", {
        protocolVersion: "2025-11-25",
        capabilities: {},
        clientInfo: { name: "assistant", version: "1.0.0" },
      }),
    );
    const call = { vendor: "skilvul", operation: "provinces.list", maxItems: 1 };
    child.stdin.write(request(2, "tools/call", { name: "call_operation", arguments: call }));
    let output = "";
    for await (const chunk of child.stdout) {
      output += String(chunk);
      if (output.includes('"id":2')) break;
    }
    const log = text(child.stderr);
    const closed = once(child, "close");
    child.stdin.end();
    await closed;
    expect(child.exitCode).toBe(0);
    for (const line of output.trimEnd().split("\n"))
      expect(JSON.parse(line)).toMatchObject({ jsonrpc: "2.0" });
    expect(await log).toContain("[kelaskit] mcp: called skilvul provinces.list (read)");
  });

  it.each([
    [["skilvl"], /no vendor "skilvl"\. Did you mean skilvul\?/],
    [["skilvul", "--port", "4000"], /--port requires --http/],
    [["skilvul", "--http", "--port", "x"], /Expected a port from 1 to 65535/],
    [["skilvul", "--output", "json"], /--output requires --http/],
    [["skilvul", "--routes", "none.json"], /none\.json cannot be read \(ENOENT\)/],
    [
      ["skilvul", "toolzz", "--routes", "none.json"],
      /does not say for which vendor.*--routes VENDOR=none\.json/,
    ],
    [
      ["skilvul", "--routes", "toolzz=x.json"],
      /--routes is for toolzz, which this server does not offer: skilvul/,
    ],
    [["skilvul", "--profile", "a", "--profile", "b"], /--profile is given twice for skilvul/],
    [["skilvul", "--mock", "--profile", "a"], /--mock takes the place of the vendors/],
  ])("ends with 2 before it serves anything: %j", async (words, message) => {
    const { code, stdout, stderr } = await runCommand(["mcp", ...words]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toMatch(message);
  });

  it("rejects routes of operations that the vendor does not have", async () => {
    await using folder = await temporaryFolder();
    const file = path.join(folder.path, "routes.json");
    await writeFile(file, JSON.stringify({ "orders.nothing": "GET /x" }));
    const { code, stderr } = await runCommand(["mcp", "skilvul", "--routes", file]);
    expect(code).toBe(2);
    expect(stderr).toContain('names "orders.nothing", which skilvul does not have');
  });

  it("explains itself", async () => {
    const { code, stdout } = await kelaskit(["mcp", "--help"]);
    expect(code).toBe(0);
    expect(stdout).toContain("--allow-writes");
  });
});
