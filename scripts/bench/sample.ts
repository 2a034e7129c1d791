import type { Client, ClientOptions } from "@kelaskit/core";
import { bearer, createClient, offsetPager, operation, pagedOperation } from "@kelaskit/core/vendor";
import * as z from "zod";

/** A reply of a typical size; the peers parse the same bytes as far as their schemas allow. */
export const chargeText = JSON.stringify({
  id: "ch_1",
  object: "model",
  created: 1_700_000_000,
  owned_by: "somebody",
  name: "A name",
  amount: 1000,
  paid: true,
  description: null,
  lines: [
    { id: "l1", quantity: 1 },
    { id: "l2", quantity: 2 },
  ],
});

interface Charge {
  readonly id: string;
}

interface GetChargeParams {
  readonly chargeId: string;
  readonly expand?: number | undefined;
}

export const chargeParams = () => z.strictObject({ chargeId: z.string(), expand: z.optional(z.int()) });

export const chargeSchema = () =>
  z.looseObject({
    id: z.string(),
    object: z.string(),
    created: z.number(),
    owned_by: z.string(),
    name: z.string(),
    amount: z.number(),
    paid: z.boolean(),
    description: z.nullable(z.string()),
    lines: z.array(z.looseObject({ id: z.string(), quantity: z.number() })),
  });

/** One validated read. */
export const getCharge = operation<GetChargeParams, Charge>({
  name: "charges.get",
  method: "GET",
  path: "/v1/charges/{chargeId}",
  evidence: "documented",
  params: chargeParams,
  response: chargeSchema,
});

interface Row {
  readonly id: number;
}

interface RowPage {
  readonly rows: readonly Row[];
  readonly total: number;
}

interface ListParams {
  readonly limit?: number | undefined;
  readonly offset?: number | undefined;
}

const texts = (count: number): Readonly<Record<string, z.ZodString>> =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`field${index}`, z.string()]));

/** One page of rows of 20 fields, each checked. */
export const pageSchema = () =>
  z.looseObject({ rows: z.array(z.looseObject({ ...texts(19), id: z.number() })), total: z.number() });

/** A list of rows of 20 fields. */
export const listRows = pagedOperation<ListParams, RowPage, Row>({
  name: "rows.list",
  method: "GET",
  path: "/v1/rows",
  evidence: "documented",
  params: () => z.strictObject({ limit: z.optional(z.int()), offset: z.optional(z.int()) }),
  response: pageSchema,
  pager: offsetPager({ items: "rows", total: "total", limit: "limit", offset: "offset", pageSize: 100 }),
});

/** The text of one page of rows. */
export function rowPageText(offset: number, limit: number, total: number): string {
  const fields = Object.fromEntries(
    Array.from({ length: 19 }, (_, index) => [`field${index}`, `value ${index}`]),
  );
  const count = Math.max(0, Math.min(limit, total - offset));
  return JSON.stringify({
    rows: Array.from({ length: count }, (_, index) => ({ id: offset + index, ...fields })),
    total,
  });
}

/** A client of a made-up vendor. */
export function sampleClient(options: ClientOptions): Client {
  return createClient(
    {
      vendor: "sample",
      baseUrl: "https://sample.example",
      credentials: { main: () => bearer("a-token-for-benchmarks") },
    },
    options,
  );
}
