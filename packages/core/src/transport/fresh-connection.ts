/** Deno's own way to the network, as far as it is used here. */
interface HttpClient {
  close(): void;
}

interface DenoLike {
  readonly Deno?: { readonly createHttpClient?: (options: { poolMaxIdlePerHost: number }) => HttpClient };
}

/** What makes a platform's `fetch` open a connection for one request. */
interface FreshConnection {
  /** Bun's: not from its pool. It is the default of every other platform, where it says something else. */
  readonly keepalive: false;
  /** Deno's: a client without a pool. */
  readonly client: HttpClient | undefined;
}

/**
 * Sends a request over a connection of its own where the platform can be told to. Some platforms repeat a request by themselves
 * when a connection that was used before closes without an answer, and would then even say that the connection was refused
 * although the first had arrived; a connection without a past is what keeps them from it.
 *
 * @param send Calls a `fetch` with these fields among its others.
 */
export async function onFreshConnection<Reply>(
  send: (fresh: FreshConnection) => Promise<Reply>,
): Promise<Reply> {
  const client = (globalThis as DenoLike).Deno?.createHttpClient?.({ poolMaxIdlePerHost: 0 });
  try {
    return await send({ keepalive: false, client });
  } finally {
    // The answer's body goes on without it. One that is kept would be a leak to Deno's test runner.
    client?.close();
  }
}
