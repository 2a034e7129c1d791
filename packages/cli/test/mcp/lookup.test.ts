import { describe, expect, it } from "vitest";
import { callTool, serveInProcess } from "./support.ts";

describe("search_operations", () => {
  it.each([
    ["place an order", "skilvul orders.create"],
    ["enrol a student in a plan", "toolzz plans.enroll"],
    ["remove a learner from a package", "toolzz plans.removeUser"],
    ["change the price of a product", "mitrabunso prices.update"],
    ["who is not enrolled", "toolzz reports.listNotEnrolled"],
    ["provinces", "skilvul provinces.list"],
    ["orders.create", "skilvul orders.create"],
    ["refund an order", "academy-of-mine orders.refund"],
    ["delete a user", "academy-of-mine users.delete"],
    ["create a webinar", "academy-of-mine webinars.create"],
    ["which courses can a customer access", "scalev courses.getAccess"],
  ])("finds %j among the first three", async (words, expected) => {
    const { client } = await serveInProcess([]);
    const { data } = await callTool(client, "search_operations", { words, limit: 3 });
    const found = data.operations?.map(({ vendor, operation }) => `${vendor} ${operation}`);
    expect(found).toContain(expected);
  });

  it("keeps to a vendor, a resource and an effect", async () => {
    const { client } = await serveInProcess(["skilvul", "toolzz"]);
    const terms = { vendor: "toolzz", resource: "plans", effect: "write" };
    const { data } = await callTool(client, "search_operations", terms);
    expect(data.operations?.map(({ operation }) => operation)).toEqual(["plans.enroll", "plans.removeUser"]);
  });

  it("says of each how well its route is known, and whether this server calls it", async () => {
    const { client } = await serveInProcess(["skilvul"]);
    const { data } = await callTool(client, "search_operations", { resource: "orders" });
    expect(data.operations).toEqual([
      expect.objectContaining({
        vendor: "skilvul",
        operation: "orders.create",
        method: "POST",
        path: "/v1/orders",
        evidence: "deduced",
        effect: "write",
        callable: false,
      }),
      expect.objectContaining({ operation: "orders.validate", evidence: "proposed", effect: "read" }),
    ]);
  });

  it("returns a part of many, and where the rest begins", async () => {
    const { client } = await serveInProcess([]);
    const { data } = await callTool(client, "search_operations", {});
    expect(data.operations).toHaveLength(15);
    expect(data.nextOffset).toBe(15);
    expect(data.total).toBeGreaterThan(500);
    const rest = await callTool(client, "search_operations", { offset: (data.total ?? 0) - 1 });
    expect(rest.data.operations).toHaveLength(1);
    expect(rest.data.nextOffset).toBeUndefined();
  });

  it("offers only the vendors that the server was started with", async () => {
    const { client } = await serveInProcess(["toolzz"]);
    const { isError, text } = await callTool(client, "search_operations", { vendor: "skilvul" });
    expect({ isError, text }).toEqual({ isError: true, text: expect.stringContaining("toolzz") as string });
  });
});

describe("describe_operation", () => {
  it("describes parameters, reply, evidence and repetition, with an example", async () => {
    const { client } = await serveInProcess(["skilvul"]);
    const call = { vendor: "skilvul", operation: "products.list" };
    const { data } = await callTool(client, "describe_operation", call);
    expect(data).toMatchObject({
      effect: "read",
      callable: true,
      evidenceMeaning: "documented: the vendor prints this method and path",
      repeated: "It only reads, so it is repeated after a failure.",
      parameters: [
        { name: "limit", required: false, type: "integer from 1" },
        { name: "offset", required: false, type: "integer from 0" },
      ],
      reply: {
        kind: "page of a list",
        items: "products",
        fields: expect.arrayContaining([
          { field: "products[].id", type: "string", mayBeMissing: true },
          { field: "totalProducts", type: "integer", mayBeMissing: false },
        ]) as unknown,
      },
      example: { ...call, parameters: {} },
    });
  });

  it("says why an operation is not called, and that a write is not repeated", async () => {
    const { client } = await serveInProcess(["skilvul"]);
    const { data } = await callTool(client, "describe_operation", {
      vendor: "skilvul",
      operation: "orders.create",
    });
    expect(data).toMatchObject({
      callable: false,
      refusal: expect.stringContaining("--allow-writes") as string,
      repeated: expect.stringContaining("sent at most once") as string,
    });
  });

  it("marks parameters that are secrets, and files that cannot be sent", async () => {
    const { client } = await serveInProcess(["toolzz", "academy-of-mine"]);
    const user = await callTool(client, "describe_operation", {
      vendor: "toolzz",
      operation: "users.create",
    });
    const upload = { vendor: "academy-of-mine", operation: "assignmentModules.uploadFile" };
    const file = await callTool(client, "describe_operation", upload);
    expect(user.data).toMatchObject({
      parameters: expect.arrayContaining([
        expect.objectContaining({ name: "password", secret: true }),
      ]) as unknown,
    });
    expect(file.text).toContain("file, which assistants cannot send");
  });

  it("suggests the nearest name for one that does not exist", async () => {
    const { client } = await serveInProcess(["skilvul"]);
    const call = { vendor: "skilvul", operation: "order.create" };
    const { isError, text } = await callTool(client, "describe_operation", call);
    expect({ isError, text }).toEqual({
      isError: true,
      text: expect.stringMatching(/no operation "order\.create".*Did you mean orders\.create\?/) as string,
    });
  });
});

describe("the tools", () => {
  it("are three, and say honestly what they may do", async () => {
    const reading = await serveInProcess(["skilvul"]);
    const writing = await serveInProcess(["skilvul"], { allowWrites: true });
    const hintsOf = async ({ client }: typeof reading) => {
      const { tools } = await client.listTools();
      return Object.fromEntries(tools.map(({ name, annotations }) => [name, annotations]));
    };
    const local = {
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: false,
    };
    expect(await hintsOf(reading)).toEqual({
      search_operations: local,
      describe_operation: local,
      call_operation: { ...local, openWorldHint: true },
    });
    expect(await hintsOf(writing)).toMatchObject({
      call_operation: {
        readOnlyHint: false,
        destructiveHint: true,
        idempotentHint: false,
        openWorldHint: true,
      },
    });
  });

  it("take less than three thousand tokens of a model's context", async () => {
    const { client } = await serveInProcess([]);
    const { tools } = await client.listTools();
    expect(JSON.stringify(tools).length).toBeLessThan(12_000);
  });
});
