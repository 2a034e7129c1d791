import { readFile } from "node:fs/promises";
import path from "node:path";
import { createMockAcademyOfMine } from "@kelaskit/academy-of-mine/mock";
import type { MockServer } from "@kelaskit/core/testing";
import { createMockMitrabunso } from "@kelaskit/mitrabunso/mock";
import { createMockScalev } from "@kelaskit/scalev/mock";
import { createMockSkilvul } from "@kelaskit/skilvul/mock";
import { createMockToolzz } from "@kelaskit/toolzz/mock";
import { vi } from "vitest";
import type { CommandContext } from "../../src/context.ts";
import { runProgram } from "../../src/program.ts";
import type { VendorName } from "../../src/vendors/names.ts";
import { vendors } from "../../src/vendors/table.ts";
import type { VerifiedFile } from "../../src/verify/verified-file.ts";
import { fakeContext, temporaryFolder } from "../support.ts";

/** The five mocks. */
export const mocks = {
  "academy-of-mine": createMockAcademyOfMine,
  mitrabunso: createMockMitrabunso,
  scalev: createMockScalev,
  skilvul: createMockSkilvul,
  toolzz: createMockToolzz,
} as const;

/** What a run of `kelaskit verify` left behind. */
export interface Verification {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  /** The text of `verified.json`; empty if it was not written. */
  readonly json: string;
  readonly file: VerifiedFile;
  /** The report; empty if it was not written. */
  readonly report: string;
}

/** A vendor to be verified. */
export interface Witness {
  /** Answers in place of the vendor. */
  readonly fetch: typeof globalThis.fetch;
  /** What the client's user sets, by environment variable. */
  readonly env: Readonly<Record<string, string>>;
}

/** The environment with which a client of a mock can log in. */
async function environmentOf(vendor: VendorName): Promise<Record<string, string>> {
  const { fields } = vendors[vendor];
  const credentials = { portal: "demo", ...(await vendors[vendor].createMock()).credentials };
  return Object.fromEntries(
    fields.flatMap(({ name, variable }) => {
      const value: unknown = Reflect.get(credentials, name);
      return variable === undefined || typeof value !== "string" ? [] : [[variable, value]];
    }),
  );
}

/** A mock as the vendor. */
export async function witness(vendor: VendorName, mock: Pick<MockServer, "fetch">): Promise<Witness> {
  return { fetch: mock.fetch, env: await environmentOf(vendor) };
}

/** How a vendor answers a request: with a lie, or with nothing, so that the mock answers. */
export type Lie = (request: Request) => Response | Promise<Response> | undefined;

/** A mock that lies. */
export async function liar(vendor: VendorName, mock: Pick<MockServer, "fetch">, lie: Lie): Promise<Witness> {
  const { env } = await witness(vendor, mock);
  return {
    env,
    async fetch(input, init) {
      const request = new Request(input, init);
      return (await lie(request.clone())) ?? mock.fetch(request);
    },
  };
}

async function textOf(file: string): Promise<string> {
  return readFile(file, "utf8").catch(() => "");
}

/** A folder in which a verification can be run, and continued. */
export interface Desk extends AsyncDisposable {
  readonly folder: string;
  readonly out: string;
  /** @param more What replaces parts of the command's context. */
  verify(
    vendor: VendorName,
    from: Witness,
    words?: readonly string[],
    more?: Partial<CommandContext>,
  ): Promise<Verification>;
}

/** Creates an empty folder for verifications. */
export async function desk(): Promise<Desk> {
  const folder = await temporaryFolder();
  const out = path.join(folder.path, "verified.json");
  return {
    folder: folder.path,
    out,
    async verify(vendor, { fetch, env }, words = [], more = {}) {
      for (const [name, value] of Object.entries({ KELASKIT_CONFIG_DIR: folder.path, ...env }))
        vi.stubEnv(name, value);
      const context = fakeContext({ fetch, terminal: { input: false, output: true, columns: 200 }, ...more });
      try {
        const code = await runProgram(
          ["verify", vendor, "--allow-insecure-http", "--rate", "100000/s", "--out", out, ...words],
          context,
        );
        const json = await textOf(out);
        return {
          code,
          stdout: context.printed.join("\n"),
          stderr: context.errors.join("\n"),
          json,
          file: (json === "" ? {} : JSON.parse(json)) as VerifiedFile,
          report: await textOf(path.join(folder.path, "verified.md")),
        };
      } finally {
        vi.unstubAllEnvs();
      }
    },
    [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose](),
  };
}

/** Runs one verification in a folder of its own. */
export async function verify(
  vendor: VendorName,
  from: Witness,
  words: readonly string[] = [],
): Promise<Verification> {
  await using place = await desk();
  return await place.verify(vendor, from, words);
}
