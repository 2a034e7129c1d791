// The contract as a program, for platforms that are not the test's own: Bun, Deno, a browser's page, workerd.
import ky from "ky";
import { fetchTransport } from "../../../src/transport/fetch.ts";
import { kyTransport } from "../../../src/transport/ky.ts";
import { contract, type Runtime, type Target } from "./contract.ts";

/** What became of each case: nothing, or the words of its error. */
export type Outcomes = Readonly<Record<string, string>>;

const ownKy = "a user's ky";

/** The transports of every platform, by their names. */
export const transports = {
  fetch: fetchTransport(),
  "a fetch around the platform's": fetchTransport((url, init) => fetch(url, init)),
  ky: kyTransport(),
  [ownKy]: kyTransport({ instance: ky }),
};

/** How long a case may take before it counts as hanging, in milliseconds. */
const patience = 15_000;

/** Runs all cases with all transports. */
export async function main(target: Target, runtime: Runtime): Promise<Outcomes> {
  const outcomes: Record<string, string> = {};
  for (const [name, transport] of Object.entries(transports)) {
    for (const cases of Object.values(contract)) {
      for (const [title, run] of Object.entries(cases)) {
        const hanging = Promise.withResolvers<never>();
        const timer = setTimeout(() => {
          hanging.reject(new Error("It hangs."));
        }, patience);
        try {
          const hasOwnKy = name === ownKy;
          await Promise.race([run({ transport, target, runtime, hasOwnKy }), hanging.promise]);
          outcomes[`${name} ${title}`] = "";
        } catch (error) {
          outcomes[`${name} ${title}`] = error instanceof Error ? error.message : String(error);
        }
        clearTimeout(timer);
      }
    }
  }
  return outcomes;
}
