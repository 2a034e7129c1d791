import path from "node:path";
import { expect, it } from "vitest";
import { kelaskit, runCommand, type Run, serveMocks, temporaryFolder } from "./support.ts";

/** Credentials that the mocks accept. */
const saved = {
  "academy-of-mine": { portal: "demo", token: "demo-token" },
  mitrabunso: { token: "demo-token", userId: "aaaaaaaa-0000-4000-8000-000000000001" },
  scalev: {
    storeId: "store_demo",
    storefrontKey: "sfpk_demo",
    businessKey: "sk_demo",
    webhookSecret: "whsec_demo",
    access: "demo-access",
    refresh: "demo-refresh",
  },
  skilvul: { clientId: "demo", clientSecret: "demo-secret" },
  toolzz: { email: "admin@example.com", institutionCode: "demo", password: "demo-password" },
};

const secrets = /demo-token|sfpk_demo|sk_demo|whsec_demo|demo-access|demo-refresh|demo-secret|demo-password/;

const calls: Readonly<Record<keyof typeof saved, readonly string[]>> = {
  "academy-of-mine": ["courses.list"],
  mitrabunso: ["prices.list", "--json", '{"productId":"bbbbbbbb-0000-4000-8000-000000000001"}'],
  scalev: ["me.get"],
  skilvul: ["products.list"],
  toolzz: ["plans.list"],
};

it.each(Object.entries(calls))("no command shows a secret of %s", async (vendor, call) => {
  await using folder = await temporaryFolder();
  await using mocks = await serveMocks([vendor]);
  const url = mocks.urls[vendor] ?? "";
  const empty = Object.fromEntries(Object.keys(mocks.env).map((name) => [name, ""]));
  const env = { ...empty, KELASKIT_CONFIG_DIR: path.join(folder.path, "config"), KELASKIT_LOG: "debug" };
  const credentials = saved[vendor as keyof typeof saved];
  const wrong = Object.fromEntries(
    Object.entries(credentials).map(([name, value]) => [
      name,
      secrets.test(value) ? `${value}-wrong` : value,
    ]),
  );

  const runs: Run[] = [];
  const run = async (words: readonly string[], input = ""): Promise<Run> => {
    const ended = await runCommand(words, { env, input });
    runs.push(ended);
    return ended;
  };
  expect(await run(["auth", "login", vendor], JSON.stringify(credentials))).toMatchObject({ code: 0 });
  // It tries again for some time, in which the others run.
  const unanswered = kelaskit(["call", vendor, ...call, "--base-url", "http://127.0.0.1:9"], { env });
  expect(await run(["auth", "login", vendor, "--profile", "wrong"], JSON.stringify(wrong))).toMatchObject({
    code: 0,
  });
  await run(["auth", "login", vendor, "--profile", "broken"], `${JSON.stringify(credentials)} x`);
  expect(await run(["auth", "status", vendor])).toMatchObject({ code: 0 });
  await run(["auth", "status", vendor, "--output", "text"]);
  // The tokens of Scalev's customers are created by its mock: it treats unknown ones as expired.
  expect(await run(["call", vendor, ...call, "--base-url", url])).toMatchObject({
    code: vendor === "scalev" ? 2 : 0,
  });
  await run(["call", vendor, ...call, "--base-url", url, "--output", "text"]);
  expect(await run(["call", vendor, ...call, "--base-url", url, "--profile", "wrong"])).toMatchObject({
    code: 1,
  });
  await run(["call", vendor, call[0] ?? "", "--help"]);
  await run(["complete", "--", "call", vendor, ""]);
  runs.push(await unanswered);
  expect(await run(["auth", "logout", vendor])).toMatchObject({ code: 0 });

  // A crash would also end with 1.
  expect(runs.filter(({ stderr }) => /^ +at /m.test(stderr))).toEqual([]);
  // The calls are logged: three to the mock, and one that gets no answer.
  const logged = runs.filter(({ stdout, stderr }) => (stdout + stderr).includes("[kelaskit]"));
  expect(logged).toHaveLength(4);
  expect(runs.filter(({ stdout, stderr }) => secrets.test(stdout + stderr))).toEqual([]);
});
