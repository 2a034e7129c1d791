import { type ClientOptions, fetchTransport } from "@kelaskit/core";
import { undiciTransport } from "@kelaskit/core/undici";

type Fetch = typeof globalThis.fetch;

/** A way to send requests that a client can be made with. */
export interface OfferedTransport {
  /** `default` is what a client uses when nothing is said. */
  readonly name: "default" | "fetch" | "undici";
  /** The client options that choose it; with a `fetch` that answers instead of the network, where it takes one. */
  readonly options: (fetch?: Fetch) => ClientOptions;
}

/** Every transport that core has, the default first. */
export const offeredTransports: readonly OfferedTransport[] = [
  { name: "default", options: (fetch) => ({ fetch }) },
  { name: "fetch", options: (fetch) => ({ transport: fetchTransport(fetch) }) },
  { name: "undici", options: () => ({ transport: undiciTransport() }) },
];
