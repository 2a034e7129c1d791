import { once } from "node:events";
import { byDepth } from "@kelaskit/test-support/depth";
import { seededRandom } from "@kelaskit/test-support/random";
import { expect, it } from "vitest";
import type { EnrollmentHealth } from "../../src/service/index.ts";
import { nextMessage, start, startMock } from "../support/crash-harness.ts";
import { newJournal } from "../support/targets.ts";

const kills = byDepth({ usual: 8, deep: 200 });
/** How many learners are added between two kills, on average. */
const addedBetweenKills = 6;
/** Moments of the mock between two kills; each request has two. */
const momentsBetweenKills = 16;

/** A service that is started again whenever it was killed. */
function immortal(task: { readonly baseUrl: string; readonly journal: string }) {
  let starts = 0;
  const begin = async () => {
    const child = start("service-child.ts", JSON.stringify(task));
    const exit = once(child, "exit");
    starts += 1;
    const url = await nextMessage<string>(child).catch(() => undefined);
    return { child, exit, url };
  };
  let current = begin();
  return {
    get starts() {
      return starts;
    },
    async pid(): Promise<number> {
      return (await current).child.pid ?? 0;
    },
    /** Sends a request until it is answered. */
    async ask(body?: { readonly email: string }): Promise<unknown> {
      for (;;) {
        const asked = current;
        const { child, url, exit } = await asked;
        try {
          if (url === undefined) throw new Error("It was killed before it listened.");
          const init = body === undefined ? {} : { method: "POST", body: JSON.stringify(body) };
          const response = await fetch(url, init);
          expect(response.status).toBe(200);
          return await response.json();
        } catch (error) {
          if (error instanceof Error && error.name === "AssertionError") throw error;
          // It was killed, or only the connection has ended, as an idle one does: then it is killed now. Whatever was not
          // answered is added again.
          child.kill("SIGKILL");
          await exit;
          if (current === asked) current = begin();
        }
      }
    },
    async end(): Promise<void> {
      const { child, exit } = await current;
      if (child.connected) child.disconnect();
      await exit;
    },
  };
}

/** Adds learners over HTTP and kills the service, again and again. */
async function killAgainAndAgain(seed: number, wanted: number): Promise<void> {
  const random = seededRandom(seed);
  const mock = await startMock(seed);
  const service = immortal({ baseUrl: mock.url, journal: newJournal() });
  const added: string[] = [];
  while (service.starts <= wanted) {
    mock.tell({
      do: "kill",
      pid: await service.pid(),
      moment: 1 + Math.floor(random() * momentsBetweenKills),
    });
    const before = service.starts;
    while (service.starts === before) {
      const batch = Array.from(
        { length: 1 + Math.floor(random() * addedBetweenKills) },
        (_, index) => `learner${added.length + index + 1}@service.example.com`,
      );
      await Promise.all(batch.map((email) => service.ask({ email })));
      added.push(...batch);
    }
  }
  let health: EnrollmentHealth;
  do {
    health = (await service.ask()) as EnrollmentHealth;
  } while (health.counts.pending + health.counts.sending + health.counts.unknown > 0);
  await service.end();
  const { owners, twice } = await mock.orders();
  expect(twice).toEqual([]);
  expect(owners.toSorted()).toEqual(added.toSorted());
  expect(health.counts).toMatchObject({ done: added.length, failed: 0 });
}

it("orders once for everyone who was added over HTTP, however often the service is killed", async () => {
  // Two at once, for two cores.
  await Promise.all([killAgainAndAgain(3, kills / 2), killAgainAndAgain(4, kills / 2)]);
});
