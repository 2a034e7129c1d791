import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { OfferedTransport } from "../../lib/transports.ts";
import type { Candidate, Goal, Group } from "../group.ts";
import type { Peers } from "../peers.ts";
import { alternate, flood, wallTime } from "../rounds.ts";
import { getCharge, sampleClient } from "../sample.ts";
import { thinGetCharge } from "../thin-reference.ts";

const params = { chargeId: "ch_1" };

const goals: Readonly<Record<OfferedTransport["name"], Goal>> = {
  default: { measure: "ratio", atLeast: 0.9 },
  fetch: { measure: "ratio", atLeast: 0.95 },
  undici: { measure: "ratio", atLeast: 1.5 },
};

/** Calls over real HTTP to a server in another process, with 64 under way: ours beside bare fetch. */
export function throughputGroup(peers: Peers, transports: readonly OfferedTransport[]): Group {
  const reference = "fetch";
  const callsOf = (baseUrl: string): readonly Candidate[] => {
    const target = `${baseUrl}/v1/charges/ch_1`;
    return [
      { name: reference, run: async (): Promise<unknown> => (await fetch(target)).json() },
      ...transports.map(({ name, options }): Candidate => {
        const client = sampleClient({ ...options(), baseUrl });
        return { name: `kelaskit, ${name}`, run: async () => getCharge(client, params) };
      }),
      { name: "fetch and zod by hand", run: () => thinGetCharge({ baseUrl, fetch }, params) },
      ...peers.overHttp(baseUrl),
    ];
  };
  return {
    name: "throughput",
    title: "Calls a second over HTTP, 64 under way",
    about:
      "Reading one small record from a server in another process on the same machine. `undici.request` without " +
      "anything around it is the limit on Node. Kelaskit validates; stripe does not.",
    unit: "calls/s",
    moreIsBetter: true,
    reference,
    goals: Object.fromEntries(transports.map(({ name }) => [`kelaskit, ${name}`, goals[name]])),
    async measure(effort) {
      const [calls, rounds] = effort === "full" ? [1000, 25] : [200, 3];
      const server = fork(fileURLToPath(new URL("../server.ts", import.meta.url)), {
        execArgv: ["--conditions=kelaskit-source"],
      });
      try {
        const [url] = (await once(server, "message")) as [string];
        const candidates = callsOf(url).map(({ name, run }) => ({ name, run: () => flood(run, calls) }));
        for (const { run } of candidates) await run();
        const meter = async (run: Candidate["run"]): Promise<number> =>
          (1000 * calls) / (await wallTime(run));
        return await alternate(candidates, meter, { reference, rounds });
      } finally {
        server.disconnect();
        await once(server, "exit");
      }
    },
  };
}
