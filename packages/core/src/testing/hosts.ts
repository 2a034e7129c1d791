import { ConfigurationError } from "../errors.ts";

const loopback: ReadonlySet<string> = new Set(["127.0.0.1", "localhost", "[::1]"]);

/** A name or address with an optional port, as in a Host header. */
const hostForm = /^(?:[a-z0-9._-]+|\[[0-9a-f:.]+\])(?::\d{1,5})?$/i;

function checked(host: string): string {
  if (typeof host === "string" && hostForm.test(host)) return host.toLowerCase();
  throw new ConfigurationError(
    `hosts: ${JSON.stringify(host)} is not a host. Pass names or addresses as in a Host header: mock.internal, or mock.internal:8080 for that port only.`,
  );
}

/**
 * Creates the check of Host headers. It protects against DNS rebinding: a page of another site can resolve its own name to
 * this machine and so share the mock's origin, but its Host header contains that name.
 *
 * @param more Names that are allowed besides those of the loopback address, with or without a port.
 * @throws ConfigurationError when one is not a host.
 */
export function hostCheck(more: readonly string[]): (host: string | undefined, port: number) => boolean {
  const allowed = new Set(more.map(checked));
  return (host, port) => {
    if (host === undefined) return false;
    const given = host.toLowerCase();
    const name = given.replace(/:\d*$/, "");
    if (allowed.has(given) || allowed.has(name)) return true;
    // Port 80 is optional.
    return loopback.has(name) && (given === `${name}:${port}` || (given === name && port === 80));
  };
}
