import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { serve } from "@kelaskit/core/testing/node";
import { createMockSkilvul } from "@kelaskit/skilvul/mock";
import { expect, it, onTestFinished } from "vitest";
import { emailsOf, type Task } from "./support/crash-task.ts";
import { newJournal } from "./support/targets.ts";

const childFile = fileURLToPath(new URL("support/crash-child.ts", import.meta.url));

/** Starts a run in a process of its own. */
function start(task: Task): ChildProcess {
  return fork(childFile, [JSON.stringify(task)], { execArgv: ["--conditions=kelaskit-source"] });
}

/**
 * Skilvul, which asks for a pause at the first order; at the second it kills who has sent it, and carries it out. It tells
 * of that order only from the second question on.
 */
async function startVendor() {
  const mock = createMockSkilvul();
  let orders = 0;
  let held: Request | undefined;
  let victim: ChildProcess | undefined;
  const answer = async (request: Request): Promise<Response> => {
    const { pathname } = new URL(request.url);
    if (request.method === "POST" && pathname === "/v1/orders") {
      orders += 1;
      if (orders === 1) return Response.json({}, { status: 429, headers: { "retry-after": "4" } });
      if (orders === 2) {
        held = request.clone();
        victim?.kill("SIGKILL");
        return Promise.race<Response>([]);
      }
    }
    const response = await mock.answer(request);
    if (pathname.endsWith("/can-buy") && held !== undefined) {
      await mock.answer(held);
      held = undefined;
    }
    return response;
  };
  const server = await serve({ baseUrl: mock.baseUrl, answer });
  onTestFinished(async () => {
    await server.close();
  });
  return {
    url: server.url,
    /** Orders that were carried out. */
    carriedOut: () => orders - 1,
    kill: (child: ChildProcess) => {
      victim = child;
    },
  };
}

it("orders once when it is killed just after the second try of a call has left", async () => {
  const vendor = await startVendor();
  const task: Task = {
    baseUrl: vendor.url,
    journal: newJournal(),
    list: "list",
    rows: 1,
    // Shorter than the pause that the vendor asks for, and longer than a busy machine takes from the start to the first question.
    settleAfter: 3500,
  };
  const killed = start(task);
  vendor.kill(killed);
  expect(await once(killed, "exit")).toEqual([null, "SIGKILL"]);
  const restarted = start(task);
  const [report] = (await once(restarted, "message")) as [unknown];
  expect(report).toMatchObject({ finished: true, done: emailsOf(task).length });
  expect(vendor.carriedOut()).toBe(1);
});
