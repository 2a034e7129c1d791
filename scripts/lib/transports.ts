import { type ClientOptions, fetchTransport } from "@kelaskit/core";
import { undiciTransport } from "@kelaskit/core/undici";

type Fetch = typeof globalThis.fetch;

/** A transport that a client can be created with. */
export interface OfferedTransport {
  /** `default` is what a client uses unless told otherwise. */
  readonly name: "default" | "fetch" | "undici";
  /** The client options that select it, with a `fetch` stub where it accepts one. */
  readonly options: (fetch?: Fetch) => ClientOptions;
}

/** Every transport of core, the default first. */
export const offeredTransports: readonly OfferedTransport[] = [
  { name: "default", options: (fetch) => ({ fetch }) },
  { name: "fetch", options: (fetch) => ({ transport: fetchTransport(fetch) }) },
  { name: "undici", options: () => ({ transport: undiciTransport() }) },
];
