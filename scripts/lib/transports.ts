import * as core from "@kelaskit/core";
import type { ClientOptions } from "@kelaskit/core";

type Fetch = typeof globalThis.fetch;

/** A way to send requests that a client can be made with. */
export interface OfferedTransport {
  /** `default` is what a client uses when nothing is said. */
  readonly name: "default" | "fetch" | "undici";
  /** The client options that choose it; with a `fetch` that answers instead of the network, where it takes one. */
  readonly options: (fetch?: Fetch) => ClientOptions;
}

function isFactory(value: unknown): value is (settings: unknown) => unknown {
  return typeof value === "function";
}

/** The transport that an export of core makes, as a client option; none where core does not have the export. */
function offered(
  name: OfferedTransport["name"],
  make: unknown,
  settingsOf: (fetch?: Fetch) => unknown,
): readonly OfferedTransport[] {
  if (!isFactory(make)) return [];
  // What is looked up at run time has no type; a wrong one fails with the first call that is measured.
  const options = (fetch?: Fetch) => ({ transport: make(settingsOf(fetch)) }) as ClientOptions;
  return [{ name, options }];
}

async function undiciTransport(): Promise<unknown> {
  const entry = "@kelaskit/core/undici";
  try {
    const module = (await import(entry)) as Readonly<Record<string, unknown>>;
    return module["undiciTransport"];
  } catch (error) {
    const isMissing =
      error instanceof Error && "code" in error && error.code === "ERR_PACKAGE_PATH_NOT_EXPORTED";
    if (isMissing) return undefined;
    throw error;
  }
}

/** Every transport that core has, the default first. */
export async function offeredTransports(): Promise<readonly OfferedTransport[]> {
  return [
    { name: "default", options: (fetch) => ({ fetch }) },
    ...offered("fetch", Reflect.get(core, "fetchTransport"), (fetch) => fetch),
    ...offered("undici", await undiciTransport(), () => undefined),
  ];
}
