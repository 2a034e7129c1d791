import { spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { text } from "node:stream/consumers";
import { expect, inject, it, vi } from "vitest";
import { patience } from "@kelaskit/test-support/patience";
import { kelaskit } from "../support.ts";
import { eventLine, newFile, newFolder, serveReceiver, serveReplies } from "./support.ts";

it("kelaskit sales tries a receiver without a shop, from invented sales to enrollments", async () => {
  const { url, receive, mock } = await serveReceiver();
  const { path: cwd, env } = await newFolder();
  const sample = ["sales", "sample", "--variant", "variant_1", "--count", "3", "--out", "sales.jsonl"];
  expect(await kelaskit(sample, { cwd, env })).toMatchObject({ code: 0, stdout: "" });
  const run = await kelaskit(["sales", "replay", "sales.jsonl", "--url", url, "--rate", "1000/s"], {
    cwd,
    env,
  });
  expect(run).toMatchObject({
    code: 0,
    stderr: `Sending 15 deliveries of sales.jsonl to ${url}.\n`,
  });
  expect(JSON.parse(run.stdout)).toMatchObject({ acknowledged: 15, answers: { "204": 15 } });
  await receive.settled();
  await vi.waitFor(() => {
    expect(mock.store.orders).toHaveLength(3);
  }, patience);
});

it("kelaskit sales replay ends at Ctrl-C with what it has sent", async () => {
  const { path: cwd, env } = await newFolder();
  const asked = Promise.withResolvers<undefined>();
  const answered = Promise.withResolvers<undefined>();
  const server = await serveReplies(async (number) => {
    if (number === 2) {
      asked.resolve(undefined);
      await answered.promise;
    }
    return { status: 204 };
  });
  const file = await newFile(["event_1", "event_2", "event_3"].map(eventLine));
  const child = spawn(process.execPath, [inject("command"), "sales", "replay", file, "--url", server.url], {
    cwd: path.resolve(cwd),
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const closed = once(child, "close");
  let errors = "";
  child.stderr.on("data", (chunk: Buffer) => {
    errors += String(chunk);
    // The delivery in progress is answered once it stops.
    if (errors.includes("Stopping:")) answered.resolve(undefined);
  });
  const [stdout] = await Promise.all([text(child.stdout), asked.promise.then(() => child.kill("SIGINT"))]);
  await closed;
  expect(child.exitCode).toBe(1);
  expect(JSON.parse(stdout)).toMatchObject({ acknowledged: 2, notSent: 1, stopped: "interrupted" });
  expect(server.requests).toHaveLength(2);
});
