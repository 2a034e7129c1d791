import { fork } from "node:child_process";
import { once } from "node:events";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { type Candidate, printFigures, wallTime } from "./measure.ts";
import { getCharge, listRows, rowPageText, sampleClient } from "./sample.ts";

const calls = 3000;
const inFlight = 64;

/** Makes calls with a fixed number under way. */
async function flood(call: () => Promise<unknown>): Promise<void> {
  let started = 0;
  const work = async (): Promise<void> => {
    while (started < calls) {
      started += 1;
      await call();
    }
  };
  await Promise.all(Array.from({ length: inFlight }, work));
}

/** Calls over real HTTP to a server in another process, with 64 under way: ours beside bare fetch. */
export async function benchThroughput(): Promise<void> {
  const server = fork(fileURLToPath(new URL("server.ts", import.meta.url)), {
    execArgv: ["--conditions=kelaskit-source"],
  });
  try {
    const [url] = (await once(server, "message")) as [string];
    const kelaskit = sampleClient({ baseUrl: url });
    const target = `${url}/v1/charges/ch_1`;
    const candidates: Candidate[] = [
      { name: "fetch", run: () => flood(async () => (await fetch(target)).json()) },
      { name: "fetch again", run: () => flood(async () => (await fetch(target)).json()) },
      {
        name: "kelaskit (validates)",
        run: () => flood(async () => getCharge(kelaskit, { chargeId: "ch_1" })),
      },
    ];
    const figures = await wallTime(candidates, 7);
    printFigures(`${calls} calls over HTTP, ${inFlight} under way (lower is better)`, "ms", figures, "fetch");
  } finally {
    server.disconnect();
    await once(server, "exit");
  }
}

function pageStub(delay: number): (input: RequestInfo | URL) => Promise<Response> {
  const texts = new Map<string, string>();
  return async (input) => {
    const { searchParams } = new URL(input instanceof Request ? input.url : input);
    const offset = Number(searchParams.get("offset") ?? 0);
    const limit = Number(searchParams.get("limit") ?? 100);
    const key = `${offset}/${limit}`;
    const text = texts.get(key) ?? rowPageText(offset, limit, 10_000);
    texts.set(key, text);
    if (delay > 0) await wait(delay);
    return new Response(text, { headers: { "content-type": "application/json" } });
  };
}

/** 100 pages of 100 rows, fetch stubbed out: ours beside a loop by hand, and pages fetched side by side. */
export async function benchPagination(): Promise<void> {
  const stub = pageStub(0);
  const kelaskit = sampleClient({ fetch: stub });
  const byHand = async (): Promise<number> => {
    let rows = 0;
    for (let offset = 0; offset < 10_000; offset += 100) {
      const response = await stub(`https://sample.example/v1/rows?limit=100&offset=${offset}`);
      const page = (await response.json()) as { readonly rows: readonly unknown[] };
      rows += page.rows.length;
    }
    return rows;
  };
  const walk = async (validation: "warn" | "off"): Promise<number> => {
    let rows = 0;
    for await (const { rows: found } of listRows(kelaskit, { limit: 100 }, { validation }).pages())
      rows += found.length;
    return rows;
  };
  printFigures(
    "100 pages of 100 rows of 20 fields, fetch stubbed out",
    "ms",
    await wallTime(
      [
        { name: "loop by hand, no validation", run: byHand },
        { name: "kelaskit, validation off", run: () => walk("off") },
        { name: "kelaskit (validates)", run: () => walk("warn") },
      ],
      9,
    ),
    "loop by hand, no validation",
  );
  const slow = sampleClient({ fetch: pageStub(20) });
  const collect = (concurrency: number): Promise<unknown> =>
    listRows(slow, { limit: 100 }).toArray({ limit: 4000, concurrency });
  printFigures(
    "toArray of 40 pages at 20 ms a page",
    "ms",
    await wallTime(
      [
        { name: "one after another", run: () => collect(1) },
        { name: "concurrency 4", run: () => collect(4) },
      ],
      3,
    ),
    "one after another",
  );
}
