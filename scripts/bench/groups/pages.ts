import { setTimeout as wait } from "node:timers/promises";
import type { OfferedTransport } from "../../lib/transports.ts";
import type { Candidate, Group } from "../group.ts";
import { alternate, processorTime, wallTime, warmUp } from "../rounds.ts";
import { listRows, pageSchema, rowPageText, sampleClient } from "../sample.ts";

const total = 10_000;
const pageSize = 100;

type Fetch = typeof globalThis.fetch;

/** A list of 10,000 rows in pages, each after a delay in milliseconds. */
function pageStub(delay: number): Fetch {
  const texts = new Map<string, string>();
  return async (input) => {
    const { searchParams } = new URL(input instanceof Request ? input.url : input);
    const offset = Number(searchParams.get("offset") ?? 0);
    const limit = Number(searchParams.get("limit") ?? pageSize);
    const key = `${offset}/${limit}`;
    const text = texts.get(key) ?? rowPageText(offset, limit, total);
    texts.set(key, text);
    if (delay > 0) await wait(delay);
    return new Response(text, { headers: { "content-type": "application/json" } });
  };
}

/** What users write without a client: a loop over offsets. */
async function byHand(fetch: Fetch, isValidating: boolean, until = total): Promise<number> {
  const schema = pageSchema();
  let rows = 0;
  for (let offset = 0; offset < until; offset += pageSize) {
    const response = await fetch(`https://sample.example/v1/rows?limit=${pageSize}&offset=${offset}`);
    const body: unknown = await response.json();
    const page = isValidating ? schema.parse(body) : (body as { readonly rows: readonly unknown[] });
    rows += page.rows.length;
  }
  return rows;
}

/** 100 pages of 100 rows with a stubbed fetch, compared with a loop by hand. */
function walkGroup(transports: readonly OfferedTransport[], isValidating: boolean): Group {
  const reference = "a loop by hand";
  const stub = pageStub(0);
  const ours = transports
    .filter(({ name }) => name !== "undici")
    .map(({ name, options }): Candidate => {
      const client = sampleClient({ ...options(stub), validation: isValidating ? "warn" : "off" });
      const run = async (): Promise<number> => {
        let rows = 0;
        for await (const page of listRows(client, { limit: pageSize }).pages()) rows += page.rows.length;
        return rows;
      };
      return { name: `kelaskit, ${name}`, run };
    });
  const candidates = [{ name: reference, run: () => byHand(stub, isValidating) }, ...ours];
  const goal = { measure: "ratio", atMost: isValidating ? 1.3 : 1.15 } as const;
  return {
    name: isValidating ? "pages" : "pages-unvalidated",
    title: `100 pages of 100 rows, ${isValidating ? "validated" : "not validated"}`,
    about:
      `One page after another with a \`fetch\` that answers at once; rows of 20 fields. The loop by hand ` +
      `${isValidating ? "validates with zod too" : "does not validate either"}.`,
    unit: "ms",
    reference,
    goals: Object.fromEntries(ours.map(({ name }) => [name, goal])),
    async measure(effort) {
      const rounds = effort === "full" ? 15 : 3;
      await warmUp(candidates, effort === "full" ? 5 : 1);
      const meter = processorTime(1);
      return alternate(candidates, async (run) => (await meter(run)) / 1000, { reference, rounds });
    },
  };
}

/** Slow pages, fetched one after another and in parallel. */
function sideBySideGroup(): Group {
  const reference = "a loop by hand";
  const stub = pageStub(20);
  const client = sampleClient({ fetch: stub });
  const limit = 4000;
  const collect = (concurrency: number): Promise<unknown> =>
    listRows(client, { limit: pageSize }).toArray({ limit, concurrency });
  const candidates = [
    { name: reference, run: () => byHand(stub, true, limit) },
    { name: "kelaskit, one after another", run: () => collect(1) },
    { name: "kelaskit, concurrency 4", run: () => collect(4) },
  ];
  return {
    name: "pages-side-by-side",
    title: "40 pages at 20 ms a page",
    about:
      "`toArray` with pages fetched side by side. The iterators of all peers fetch one page after another.",
    unit: "ms",
    reference,
    goals: { "kelaskit, concurrency 4": { measure: "ratio", atMost: 0.286 } },
    measure: (effort) => alternate(candidates, wallTime, { reference, rounds: effort === "full" ? 7 : 3 }),
  };
}

export function pageGroups(transports: readonly OfferedTransport[]): readonly Group[] {
  return [walkGroup(transports, true), walkGroup(transports, false), sideBySideGroup()];
}
