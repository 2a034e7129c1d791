// Applies a plan at a school that another process serves, and may be killed at any moment.
import type { TargetMember, Target } from "../../src/target.ts";
import { applyRoster } from "../../src/roster/apply.ts";

const [, , url = "", plan = ""] = process.argv;

interface Learner {
  readonly email: string;
}

async function list(): Promise<readonly string[]> {
  const reply = await fetch(`${url}/members`);
  return (await reply.json()) as readonly string[];
}

async function post(path: string, rows: readonly Learner[]): Promise<readonly { readonly state: "done" }[]> {
  return Promise.all(
    rows.map(async ({ email }) => {
      const reply = await fetch(`${url}/${path}`, { method: "POST", body: email });
      if (!reply.ok) throw new Error(`The school has answered ${reply.status}.`);
      return { state: "done" } as const;
    }),
  );
}

/** The same as in the test that has made the plan. */
export const remoteSchool: Target<Learner> = {
  name: "remote-school",
  fields: { email: { required: true, description: "the address" } },
  parse: ({ email }) => ({ row: { email: String(email) } }),
  keyOf: ({ email }) => ({ learner: email, item: "maths" }),
  send: (rows) => post("add", rows),
  async settle(rows) {
    const members = new Set(await list());
    return rows.map(({ email }) => (members.has(email) ? "done" : "not-done"));
  },
  async *members(): AsyncGenerator<TargetMember<Learner>> {
    for (const email of await list()) yield { identity: { learner: email, item: "maths" }, row: { email } };
  },
  removal: {
    send: (rows) => post("remove", rows),
    async settle(rows) {
      const members = new Set(await list());
      return rows.map(({ email }) => (members.has(email) ? "not-done" : "done"));
    },
  },
};

// Only as a program of its own, not where the test imports the target.
if (process.send !== undefined && url !== "") {
  const report = await applyRoster({
    target: remoteSchool,
    plan,
    remove: true,
    maxRemovals: "100%",
    // The school carries out at once what it receives.
    settleAfter: 20,
  });
  process.send(report);
  process.disconnect();
}
