import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { byDepth } from "@kelaskit/test-support/depth";
import { expect, it, onTestFinished } from "vitest";
import { rowsOf } from "../../src/index.ts";
import { planRoster } from "../../src/roster/index.ts";
import { newPlan, pupils } from "./support.ts";

const program = fileURLToPath(new URL("../support/roster-child.ts", import.meta.url));

/** Of its six additions and six removals, each has two moments: before it is carried out, and after, before its answer. */
const moments = Array.from({ length: 24 }, (_, index) => index + 1);
const tried = byDepth({ usual: moments.filter((moment) => moment % 10 === 1), deep: moments });

/** Serves a course over HTTP, which kills its client at a moment. */
async function serveCourse(first: readonly string[]) {
  const members = new Set(first);
  const operations: string[] = [];
  let left = Infinity;
  let victim: ChildProcess | undefined;
  const pass = (): void => {
    left -= 1;
    if (left === 0) victim?.kill("SIGKILL");
  };
  const server = createServer((request, response) => {
    void text(request).then((email) => {
      if (request.method === "GET") return response.end(JSON.stringify([...members]));
      pass();
      operations.push(`${request.url} ${email}`);
      if (request.url === "/add") members.add(email);
      else members.delete(email);
      pass();
      return response.end();
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    members: () => [...members].toSorted(),
    operations,
    killAt(moment: number, child: ChildProcess): void {
      left = moment;
      victim = child;
    },
  };
}

function startApplying(url: string, plan: string): ChildProcess {
  const child = fork(program, [url, plan], { execArgv: ["--conditions=kelaskit-source"] });
  onTestFinished(() => {
    child.kill("SIGKILL");
  });
  return child;
}

it.each(tried)("makes a course equal to a list although it is killed at moment %i", async (moment) => {
  const learners = pupils(14);
  const course = await serveCourse(learners.slice(0, 8));
  const list = learners.slice(6);
  const { remoteSchool: target } = await import("../support/roster-child.ts");
  // Only to plan: the program that may be killed has the address of the course.
  const planning = {
    ...target,
    async *members() {
      for (const email of learners.slice(0, 8))
        yield { identity: { learner: email, item: "maths" }, row: { email } };
    },
  };
  const source = rowsOf(
    list.map((email) => ({ email })),
    { name: "list", fields: target.fields },
  );
  const { plan, counts } = await planRoster({ target: planning, source, plan: newPlan() });
  expect(counts).toMatchObject({ add: 6, remove: 6, keep: 2 });
  const killed = startApplying(course.url, plan);
  course.killAt(moment, killed);
  const [, signal] = (await once(killed, "exit")) as [number | null, NodeJS.Signals | null];
  expect(signal).toBe("SIGKILL");
  const again = startApplying(course.url, plan);
  const [report] = (await once(again, "message")) as [unknown];
  expect(report).toMatchObject({ finished: true });
  expect(course.members()).toEqual(list.toSorted());
  expect(course.operations).toHaveLength(12);
  expect(new Set(course.operations).size).toBe(12);
});
