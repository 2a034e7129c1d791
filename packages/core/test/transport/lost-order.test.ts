import { byDepth } from "@kelaskit/test-support/depth";
import { beforeAll, describe, expect, it } from "vitest";
import type { Runtime } from "./support/contract.ts";
import { transports } from "./support/contract-program.ts";
import { type Ending, type Lost, main } from "./support/lost-order-program.ts";
import { foreignRuntimes, isMissing, quickRuntimes, runOn } from "@kelaskit/test-support/runtimes";
import { type Loss, startWireServer } from "./support/wire-server.ts";

/** How the call ended, and how often the vendor received the request. */
interface Counted extends Ending {
  readonly requests: number;
}

async function loseOrders(runtime: Runtime): Promise<readonly Counted[]> {
  const vendor = await startWireServer();
  const { origin } = vendor;
  try {
    const program = {
      module: new URL("support/lost-order-program.ts", import.meta.url),
      parameters: [origin],
      home: origin,
    };
    const endings = (
      runtime === "node" ? await main(origin) : await runOn(runtime, program)
    ) as readonly Ending[];
    return endings.map((ending) => ({
      ...ending,
      requests: vendor.writes.filter((body) => body.includes(`"${ending.mark}"`)).length,
    }));
  } finally {
    vendor.close();
  }
}

/** How often the platform sends it. Where that is twice, nothing prevents it: see packages/core/docs/retries.md. */
function requestsOf(runtime: Runtime, transport: string, lost: Lost): number {
  if (runtime === "chromium") return 2;
  return runtime === "bun" && transport === "a user's ky" && lost === "removal" ? 2 : 1;
}

const cases = (["order", "removal", "token"] as const).flatMap((lost) =>
  (["closed", "reset"] as const satisfies readonly Loss[]).map((loss) => ({ lost, loss })),
);

const runtimes = byDepth({ usual: quickRuntimes, deep: foreignRuntimes });

describe.each(["node", ...runtimes] as const)("in %s", (runtime) => {
  let all: readonly Counted[] = [];

  beforeAll(async () => {
    if (!isMissing(runtime)) all = await loseOrders(runtime);
  });

  describe.skipIf(isMissing(runtime)).each(Object.keys(transports))("%s", (transport) => {
    it.each(cases)("sends once, and calls unknown, what was lost: $lost, $loss", ({ lost, loss }) => {
      const found = all.find((one) => one.transport === transport && one.lost === lost && one.loss === loss);

      expect(found).toMatchObject({
        requests: requestsOf(runtime, transport, lost),
        // Of a call that only reads nothing is in doubt but its token.
        ...(lost === "token" ? { outcome: "not-sent", innerOutcome: "unknown" } : { outcome: "unknown" }),
      });
    });
  });
});
