import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { fileTokenStore } from "@kelaskit/core/node";
import { serve, type ServedMock } from "@kelaskit/core/testing/node";
import { afterEach, beforeEach, expect, it } from "vitest";
import { createScalev, LoginRequiredError } from "../src/index.ts";
import { createMockScalev, type MockScalev } from "../src/mock/index.ts";
import { setUp } from "./helpers.ts";

let mock: MockScalev;
let served: ServedMock;
let folder: string;
const children: ChildProcess[] = [];

beforeEach(async () => {
  mock = createMockScalev();
  served = await serve(mock);
  folder = await mkdtemp(path.join(tmpdir(), "scalev-tokens-"));
});

afterEach(async () => {
  for (const child of children.splice(0)) {
    const ended = once(child, "exit");
    child.disconnect();
    await ended;
  }
  await served.close();
  await rm(folder, { recursive: true });
});

async function nextMessage(child: ChildProcess): Promise<unknown> {
  const [message] = (await once(child, "message")) as unknown[];
  return message;
}

/** A process with a client of its own; `ask` has it read the profile. */
async function startWorker(): Promise<{ ask(): Promise<unknown> }> {
  const child = fork(fileURLToPath(new URL("refresh-worker.ts", import.meta.url)), [served.url, folder], {
    execPath: process.execPath,
    execArgv: ["--conditions=kelaskit-source"],
  });
  children.push(child);
  await nextMessage(child);
  return {
    ask() {
      const answer = nextMessage(child);
      child.send("ask");
      return answer;
    },
  };
}

it("two processes with one file store never use a refresh token twice", async () => {
  const login = createScalev({
    ...mock.credentials,
    baseUrl: served.url,
    tokenStore: fileTokenStore(folder),
    customer: "1",
  });
  await login.useTokens(mock.logIn());
  const workers = await Promise.all([startWorker(), startWorker()]);

  const rounds = 8;
  for (let round = 1; round <= rounds; round += 1) {
    mock.expireTokens();
    const answers = await Promise.all(workers.map((worker) => worker.ask()));
    expect(answers).toEqual(["customer 1", "customer 1"]);
    expect([mock.refreshes, mock.doubleSpends]).toEqual([round, 0]);
  }
});

// What the test above would see if the processes did not share: the mock notices, and ends the login as the vendor does.
it("clients without a shared store use it twice, which ends both logins", async () => {
  const { mock: lonely, scalev: first } = setUp();
  const tokens = lonely.logIn();
  const second = createScalev({ ...lonely.credentials, fetch: lonely.fetch });
  await first.useTokens(tokens);
  await second.useTokens(tokens);
  lonely.expireTokens();
  await first.me.get();
  await expect(second.me.get()).rejects.toThrow(LoginRequiredError);
  await expect(first.me.get()).rejects.toThrow(LoginRequiredError);
  expect(lonely.doubleSpends).toBe(1);
});
