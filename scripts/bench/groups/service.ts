import { createHmac, timingSafeEqual } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { scalevSales } from "@kelaskit/enroll/sales";
import { type Enrollments, openEnrollments } from "@kelaskit/enroll/service";
import { skilvulOrders } from "@kelaskit/enroll/skilvul";
import { mockSale } from "@kelaskit/scalev/mock";
import { createSkilvulClient } from "@kelaskit/skilvul";
import type { OfferedTransport } from "../../lib/transports.ts";
import type { Candidate, Group } from "../group.ts";
import { alternate, type Meter, wallTime } from "../rounds.ts";
import { emailsOf, orderByHand, productId, skilvulOptions, underWay } from "./enroll.ts";

/** How many requests of a server arrive at the same time. */
const atOnce = 64;

/** Works in a folder of its own. */
async function inFolder(work: (folder: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "bench-service-"));
  try {
    await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Calls a function for all values, so many at the same time. */
async function together<Value>(
  values: readonly Value[],
  work: (value: Value) => Promise<unknown>,
): Promise<void> {
  for (let start = 0; start < values.length; start += atOnce) {
    await Promise.all(values.slice(start, start + atOnce).map(work));
  }
}

function perSecond(count: number): Meter {
  return async (run) => (count / (await wallTime(run))) * 1000;
}

/** A database that writes as safely as a journal does. */
function openPlain(file: string, table: string): DatabaseSync {
  const database = new DatabaseSync(file);
  database.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE ${table} STRICT;`);
  return database;
}

async function insertBare(emails: readonly string[]): Promise<void> {
  await inFolder(async (folder) => {
    const database = openPlain(
      join(folder, "bare"),
      "rows (id INTEGER PRIMARY KEY, key TEXT UNIQUE, record TEXT)",
    );
    const insert = database.prepare("INSERT INTO rows (key, record) VALUES (?, ?) ON CONFLICT DO NOTHING");
    for (let start = 0; start < emails.length; start += atOnce) {
      database.exec("BEGIN");
      for (const email of emails.slice(start, start + atOnce)) {
        insert.run(
          JSON.stringify(["skilvul-orders", email, productId]),
          JSON.stringify({ email, productId }),
        );
      }
      database.exec("COMMIT");
    }
    database.close();
  });
}

async function withService(
  client: Parameters<typeof skilvulOrders>[0],
  concurrency: number,
  work: (enrollments: Enrollments, folder: string) => Promise<void>,
): Promise<void> {
  await inFolder(async (folder) => {
    const target = skilvulOrders(client);
    const enrollments = await openEnrollments({ target, journal: join(folder, "journal"), concurrency });
    await work(enrollments, folder);
    await enrollments.close();
  });
}

/** What public handlers do, made right: the raw bytes, a constant time, and an insert of its own for each event. */
async function receiveByHand(deliveries: readonly Delivery[], secret: string): Promise<void> {
  await inFolder(async (folder) => {
    const database = openPlain(join(folder, "events"), "events (id TEXT PRIMARY KEY, body TEXT)");
    const insert = database.prepare("INSERT INTO events VALUES (?, ?) ON CONFLICT DO NOTHING");
    await together(deliveries, async ({ body, signature }) => {
      const own = createHmac("sha256", secret).update(body).digest();
      if (!timingSafeEqual(own, Buffer.from(signature, "base64"))) throw new Error("A signature is wrong.");
      const { unique_id: id } = JSON.parse(body) as { readonly unique_id: string };
      insert.run(id, body);
    });
    database.close();
  });
}

interface Delivery {
  readonly body: string;
  readonly signature: string;
}

const secret = "a-secret-for-benchmarks";
const url = "https://shop.example.com/webhooks";

async function deliveriesOf(sales: number): Promise<readonly Delivery[]> {
  const all: Delivery[] = [];
  for (let number = 0; number < sales; number += 1) {
    const requests = mockSale({
      secret,
      email: `buyer${number}@example.com`,
      steps: ["created", "paid", "settled"],
    });
    for await (const request of requests) {
      all.push({
        body: await request.text(),
        signature: request.headers.get("x-scalev-hmac-sha256") ?? "",
      });
    }
  }
  return all;
}

function requestOf({ body, signature }: Delivery): Request {
  return new Request(url, { method: "POST", headers: { "x-scalev-hmac-sha256": signature }, body });
}

/** What a service and a receiver of sales cost, beside what one would write by hand. */
export function serviceGroups(transports: readonly OfferedTransport[]): readonly Group[] {
  const client = createSkilvulClient(skilvulOptions(transports));
  const group = (
    about: Pick<Group, "name" | "title" | "about" | "reference" | "goals">,
    { count, rounds }: { readonly count: number; readonly rounds: number },
    candidatesOf: (count: number) => Promise<readonly Candidate[]> | readonly Candidate[],
  ): Group => ({
    ...about,
    unit: "a second",
    moreIsBetter: true,
    async measure(effort) {
      const size = effort === "full" ? count : atOnce;
      const candidates = await candidatesOf(size);
      for (const { run } of candidates) await run();
      const settings = { reference: about.reference, rounds: effort === "full" ? rounds : 3 };
      return alternate(candidates, perSecond(size), settings);
    },
  });
  return [
    group(
      {
        name: "service-adds",
        title: "Adds to a service",
        about: `\`add\` with ${atOnce} arriving at once, checked and on the disk, over bare inserts of the same keys and records into SQLite, as many in a transaction and as safe.`,
        reference: "bare inserts",
        goals: { "kelaskit, add": { measure: "ratio", atLeast: 0.5 } },
      },
      { count: 6400, rounds: 9 },
      (count) => [
        { name: "bare inserts", run: () => insertBare(emailsOf(count)) },
        {
          name: "kelaskit, add",
          run: () =>
            withService(client, underWay, (enrollments) =>
              together(emailsOf(count), (email) => enrollments.add({ email, productId })),
            ),
        },
      ],
    ),
    group(
      {
        name: "service",
        title: "Enrollments through a service, to a vendor that answers at once",
        about: `Added ${atOnce} at a time and sent with ${underWay} under way, over a loop by hand that keeps no journal.`,
        reference: "a loop by hand",
        goals: { "kelaskit, service": { measure: "ratio", atLeast: 0.5 } },
      },
      { count: 3200, rounds: 9 },
      (count) => [
        { name: "a loop by hand", run: () => orderByHand(client, count) },
        {
          name: "kelaskit, service",
          run: () =>
            withService(client, underWay, async (enrollments) => {
              const { promise, resolve } = Promise.withResolvers<void>();
              let done = 0;
              enrollments.on("done", () => {
                done += 1;
                if (done === count) resolve();
              });
              enrollments.start();
              await together(emailsOf(count), (email) => enrollments.add({ email, productId }));
              await promise;
            }),
        },
      ],
    ),
    group(
      {
        name: "sales",
        title: "Events of sales",
        about: `Three events of each sale, ${atOnce} arriving at once, verified, on the disk and answered, with their enrollments added; by hand, each is verified and inserted, and nothing follows from it.`,
        reference: "verified and inserted by hand",
        goals: {},
      },
      { count: 1920, rounds: 7 },
      async (count) => {
        const deliveries = await deliveriesOf(Math.ceil(count / 3));
        return [
          { name: "verified and inserted by hand", run: () => receiveByHand(deliveries, secret) },
          {
            name: "kelaskit, scalevSales",
            run: () =>
              withService(client, underWay, async (enrollments, folder) => {
                const receive = scalevSales({
                  secrets: [secret],
                  items: { variant_1: { productId } },
                  enrollments,
                  inbox: join(folder, "sales"),
                });
                await together(deliveries, async (delivery) => {
                  const { status } = await receive(requestOf(delivery));
                  if (status >= 300) throw new Error(`An event was answered with ${status}.`);
                });
                await receive.close();
              }),
          },
        ];
      },
    ),
  ];
}
