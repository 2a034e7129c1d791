import { readFile } from "node:fs/promises";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { verifyWebhook, type WebhookEvent } from "@kelaskit/scalev";
import { runCommand } from "../support.ts";
import { newFolder, secret, signatureOf } from "./support.ts";

const sample = ["sales", "sample", "--variant", "variant_1"] as const;

/** Reads the events as a receiver does. */
async function eventsIn(lines: string): Promise<readonly WebhookEvent[]> {
  const bodies = lines.trimEnd().split("\n");
  return Promise.all(bodies.map((body) => verifyWebhook(body, signatureOf(body), secret)));
}

function emailsOf(events: readonly WebhookEvent[]): readonly unknown[] {
  const created = events.filter(({ type }) => type === "order.created");
  return created.map(
    ({ data }) => (data as { readonly customer: { readonly email: string } }).customer.email,
  );
}

describe("kelaskit sales sample", () => {
  it("writes the events of a sale as the vendor documents them, and says that they are invented", async () => {
    const { code, stdout, stderr } = await runCommand(sample);
    expect({ code, stderr }).toEqual({
      code: 0,
      stderr: "5 events of 1 sale, all invented: they come from a mock, and no shop has sold anything.\n",
    });
    const events = await eventsIn(stdout);
    expect(events.map(({ type }) => type)).toEqual([
      "order.created",
      "order.payment_status_changed",
      "payment.received",
      "order.status_changed",
      "order.status_changed",
    ]);
    expect(events.flatMap(({ drift }) => drift)).toEqual([]);
  });

  it("sells several of several variants to the given buyer", async () => {
    const buyer = ["--email", "ann@example.com", "--name", "Ann Example"];
    const { stdout } = await runCommand([...sample, "--variant", "variant_2", "--quantity", "3", ...buyer]);
    const [first] = await eventsIn(stdout);
    expect(first).toMatchObject({
      data: {
        customer: { email: "ann@example.com", name: "Ann Example" },
        orderlines: [
          { variant_unique_id: "variant_1", quantity: 3 },
          { variant_unique_id: "variant_2", quantity: 3 },
        ],
        total_quantity: 6,
      },
    });
  });

  it("settles and cancels on request", async () => {
    const { stdout } = await runCommand([...sample, "--settled", "--refund"]);
    const events = await eventsIn(stdout);
    const payments = events.filter(({ type }) => type === "payment.received");
    expect(payments).toMatchObject([
      { data: { payment_status: "paid" } },
      { data: { payment_status: "settled" } },
    ]);
    expect(events.at(-1)).toMatchObject({ type: "order.status_changed", data: { status: "canceled" } });
  });

  it("of several sales has an order and a buyer for each, in the order of time, all in the past", async () => {
    const events = await eventsIn((await runCommand([...sample, "--count", "3"])).stdout);
    expect(emailsOf(events)).toEqual([
      "learner-1@example.com",
      "learner-2@example.com",
      "learner-3@example.com",
    ]);
    expect(new Set(events.map(({ unique_id: id }) => id)).size).toBe(15);
    const times = events.map(({ timestamp }) => Date.parse(timestamp ?? ""));
    expect(times).toEqual(times.toSorted((one, other) => one - other));
    expect(times.at(-1)).toBeLessThan(Date.now());
  });

  it("sells every time to the same buyer if one is given", async () => {
    const { stdout } = await runCommand([...sample, "--count", "2", "--email", "ann@example.com"]);
    expect(emailsOf(await eventsIn(stdout))).toEqual(["ann@example.com", "ann@example.com"]);
  });

  it("writes a file, and overwrites it only with --force", async () => {
    const { path: cwd } = await newFolder();
    const words = [...sample, "--out", "sales.jsonl"];
    expect(await runCommand(words, { cwd })).toMatchObject({ code: 0, stdout: "" });
    const file = path.join(cwd, "sales.jsonl");
    const first = await readFile(file, "utf8");
    expect(await eventsIn(first)).toHaveLength(5);
    const again = await runCommand(words, { cwd });
    expect(again).toMatchObject({ code: 2, stdout: "" });
    expect(again.stderr).toContain("sales.jsonl already exists");
    expect(await readFile(file, "utf8")).toBe(first);
    expect(await runCommand([...words, "--force"], { cwd })).toMatchObject({ code: 0 });
    expect(await readFile(file, "utf8")).not.toBe(first);
  });

  it.each([
    [["--variant", "10"], /Expected the unique id of a variant, variant_…/],
    [["--variant", "variant_1"], /given twice.*--quantity/],
    [["--email", "ann"], /Expected an e-mail address/],
    [["--name", " "], /Expected a name/],
    [["--quantity", "0"], /Expected a whole number of at least 1/],
  ])("refuses %j and writes nothing", async (words, message) => {
    const { code, stdout, stderr } = await runCommand([...sample, ...words]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toMatch(message);
  });

  it("requires a variant", async () => {
    const { code, stderr } = await runCommand(["sales", "sample"]);
    expect(code).toBe(2);
    expect(stderr).toMatch(/^kelaskit: Required option '--variant <id>' not specified/);
  });
});
