import type { OfferedTransport } from "../../lib/transports.ts";
import type { Candidate, Group } from "../group.ts";
import type { Peers } from "../peers.ts";
import { alternate, flood, processorTime, warmUp } from "../rounds.ts";
import { getCharge, sampleClient } from "../sample.ts";
import { chargeStub } from "../stubs.ts";
import { thinGetCharge } from "../thin-reference.ts";

const params = { chargeId: "ch_1", expand: 3 };

/** The transports that work with a stubbed fetch. */
function stubbable(transports: readonly OfferedTransport[]): readonly OfferedTransport[] {
  return transports.filter(({ name }) => name !== "undici");
}

/** The processor time of one call with fetch stubbed out: ours, which validates, beside peers. */
export function cpuGroup(peers: Peers, transports: readonly OfferedTransport[]): Group {
  const reference = "stripe";
  const ours = stubbable(transports).map(({ name, options }): Candidate => {
    const client = sampleClient(options(chargeStub));
    return { name: `kelaskit, ${name}`, run: async () => getCharge(client, params) };
  });
  const plain = sampleClient({ fetch: chargeStub, validation: "off" });
  const candidates: readonly Candidate[] = [
    ...ours,
    { name: "kelaskit, default, no validation", run: async () => getCharge(plain, params) },
    {
      name: "fetch and zod by hand",
      run: () => thinGetCharge({ baseUrl: "https://sample.example", fetch: chargeStub }, params),
    },
    ...peers.stubbed,
  ];
  const goals = {
    "kelaskit, fetch": { measure: "ratio", atMost: 0.3 },
    "kelaskit, default": { measure: "ratio", atMost: 0.95 },
  } as const;
  return {
    name: "cpu",
    title: "Processor time of one call",
    about:
      "The client's own processor time for reading one small record, with a `fetch` that answers at once. Kelaskit and " +
      "mistral validate what comes; the others do not.",
    unit: "µs",
    reference,
    goals: Object.fromEntries(
      Object.entries(goals).filter(([name]) => ours.some((one) => one.name === name)),
    ),
    async measure(effort) {
      const [calls, rounds, warmCalls] = effort === "full" ? [500, 25, 3000] : [100, 3, 100];
      await warmUp(candidates, warmCalls);
      return alternate(candidates, processorTime(calls), { reference, rounds });
    },
  };
}

/** The cost of a limiter that never has to wait. */
export function limiterGroup(transports: readonly OfferedTransport[]): Group {
  const reference = "kelaskit, limiter off";
  // The cheapest transport adds the least noise to the limiter's cost.
  const chosen = stubbable(transports).at(-1);
  if (!chosen) throw new Error("Core offers no transport.");
  const callsPerRun = 500;
  const flooding = (name: string, limiter?: { readonly concurrency: number }): Candidate => {
    const client = sampleClient({ ...chosen.options(chargeStub), limiter });
    return { name, run: () => flood(async () => getCharge(client, params), callsPerRun) };
  };
  const limited = "kelaskit, limiter on";
  const queued = "kelaskit, limiter on, half of the calls queued";
  const candidates = [
    flooding(reference),
    flooding(limited, { concurrency: 64 }),
    flooding(queued, { concurrency: 32 }),
  ];
  return {
    name: "limiter",
    title: "Processor time of one call with a limiter, 64 under way",
    about: `The same call with 64 under way and the transport "${chosen.name}", without a limiter and with one.`,
    unit: "µs",
    reference,
    goals: { [limited]: { measure: "difference", atMost: 10 } },
    async measure(effort) {
      const [runs, rounds, warmRuns] = effort === "full" ? [6, 15, 10] : [1, 3, 1];
      await warmUp(candidates, warmRuns);
      const meter = processorTime(runs);
      return alternate(candidates, async (run) => (await meter(run)) / callsPerRun, { reference, rounds });
    },
  };
}
