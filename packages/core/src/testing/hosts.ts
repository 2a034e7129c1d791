import { ConfigurationError } from "../errors.ts";

const loopback: ReadonlySet<string> = new Set(["127.0.0.1", "localhost", "[::1]"]);

/** A name or address with or without a port, as it is in a Host header. */
const hostForm = /^(?:[a-z0-9._-]+|\[[0-9a-f:.]+\])(?::\d{1,5})?$/i;

function checked(host: string): string {
  if (typeof host === "string" && hostForm.test(host)) return host.toLowerCase();
  throw new ConfigurationError(
    `hosts: ${JSON.stringify(host)} cannot be a host. Give names or addresses as in a Host header: mock.internal, or mock.internal:8080 for that port only.`,
  );
}

/**
 * Decides which Host headers a mock answers to. A page of another site can have its own name lead to this machine (DNS
 * rebinding), and would then be of the mock's origin; its name in the Host header tells.
 *
 * @param more Names that are let in beside those of the loopback address, with or without a port.
 * @throws ConfigurationError when one cannot be a host.
 */
export function hostCheck(more: readonly string[]): (host: string | undefined, port: number) => boolean {
  const allowed = new Set(more.map(checked));
  return (host, port) => {
    if (host === undefined) return false;
    const given = host.toLowerCase();
    const name = given.replace(/:\d*$/, "");
    if (allowed.has(given) || allowed.has(name)) return true;
    // Port 80 need not be said.
    return loopback.has(name) && (given === `${name}:${port}` || (given === name && port === 80));
  };
}
