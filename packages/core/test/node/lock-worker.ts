// A separate process for file-token-store.test.ts: carries out commands under the store's lock.
import { readFile, writeFile } from "node:fs/promises";
import { setImmediate } from "node:timers/promises";
import { fileTokenStore } from "../../src/node.ts";

const [folder = "", work = "", counter = "", rounds = "0"] = process.argv.slice(2);
const store = fileTokenStore(folder);

async function lock<Result>(task: () => Promise<Result>): Promise<Result> {
  if (store.lock === undefined) throw new Error("the store has no lock");
  return store.lock("sample https://api.sample.test ada", task);
}

/** Adds one to the number in a file; two processes that do so at once would lose a count. */
async function count(): Promise<void> {
  const before = Number(await readFile(counter, "utf8"));
  for (let turn = 0; turn < 20; turn += 1) await setImmediate();
  await writeFile(counter, String(before + 1));
}

async function countAll(): Promise<void> {
  for (let round = 0; round < Number(rounds); round += 1) await lock(count);
  process.disconnect();
}

if (work === "hold") {
  await lock(async () => {
    process.send?.("locked");
    // Holds the lock until the process is killed: a listener on the channel keeps the process alive.
    process.on("message", () => undefined);
    await new Promise<never>(() => {});
  });
} else {
  process.once("message", () => void countAll());
  process.send?.("ready");
}
