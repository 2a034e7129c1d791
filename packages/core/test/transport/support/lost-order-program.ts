// A shop's order whose reply is lost, as a program for any platform.
import * as z from "zod";
import { CallError } from "../../../src/index.ts";
import { createClient, type NoParams, operation, tokenCredential } from "../../../src/vendor.ts";
import { transports } from "./contract-program.ts";
import type { Loss } from "./wire-server.ts";

interface Mark {
  readonly mark: string;
}

interface Products {
  readonly products: readonly unknown[];
}

const list = operation<NoParams, Products>({
  name: "products.list",
  method: "GET",
  path: "/products",
  evidence: "documented",
  auth: false,
  response: () => z.looseObject({ products: z.array(z.unknown()) }),
});
const create = operation<Mark, unknown>({
  name: "orders.create",
  method: "POST",
  path: "/orders",
  evidence: "documented",
  auth: false,
  params: () => z.strictObject({ mark: z.string() }),
  response: () => z.unknown(),
});
const removeAtGuess = operation<Mark, unknown>({
  name: "orders.remove",
  method: "DELETE",
  path: "/orders",
  evidence: "proposed",
  body: ["mark"],
  auth: false,
  params: () => z.strictObject({ mark: z.string() }),
  response: () => z.unknown(),
});
const refresh = operation<Mark, unknown>({
  name: "auth.refresh",
  method: "POST",
  path: "/token",
  evidence: "documented",
  auth: false,
  tokenRequest: true,
  params: () => z.strictObject({ mark: z.string() }),
  response: () => z.unknown(),
});
const me = operation<NoParams, unknown>({
  name: "me.get",
  method: "GET",
  path: "/me",
  evidence: "documented",
  auth: "customer",
  response: () => z.unknown(),
});

/** What is lost in a case. */
export type Lost = "order" | "removal" | "token";

/** What became of one case. */
export interface Ending {
  /** What its write carries, so that the vendor can count it. */
  readonly mark: string;
  readonly transport: string;
  readonly lost: Lost;
  readonly loss: Loss;
  readonly outcome: string | undefined;
  /** The outcome of what went wrong inside the call. */
  readonly innerOutcome: string | undefined;
}

async function failureOf(call: PromiseLike<unknown>): Promise<unknown> {
  try {
    return await call;
  } catch (error) {
    return error;
  }
}

/** Loses each kind of write with each transport, on a connection that has served a read before. */
export async function main(baseUrl: string): Promise<readonly Ending[]> {
  const endings: Ending[] = [];
  for (const [name, transport] of Object.entries(transports)) {
    for (const lost of ["order", "removal", "token"] as const) {
      for (const loss of ["closed", "reset"] as const) {
        const mark = `${endings.length} ${loss}`;
        const client = createClient(
          {
            vendor: "warung",
            baseUrl,
            credentials: {
              customer: () =>
                tokenCredential({
                  key: () => "customer",
                  async grant() {
                    await refresh(client, { mark });
                    return { accessToken: "never" };
                  },
                }),
            },
          },
          { transport, logger: false, unverifiedRoutes: "allow" },
        );
        await list(client);
        const call = {
          order: () => create(client, { mark }),
          removal: () => removeAtGuess(client, { mark }),
          token: () => me(client),
        }[lost];
        const error = await failureOf(call());
        const cause = CallError.isInstance(error) ? error.cause : undefined;
        endings.push({
          mark,
          transport: name,
          lost,
          loss,
          outcome: CallError.isInstance(error) ? error.outcome : String(error),
          innerOutcome: CallError.isInstance(cause) ? cause.outcome : undefined,
        });
      }
    }
  }
  return endings;
}
