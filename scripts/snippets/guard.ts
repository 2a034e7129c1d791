// Loaded before a program that a document shows: it may reach this machine and nothing else.
import dns from "node:dns";

const loopback: ReadonlySet<string> = new Set(["localhost", "127.0.0.1", "::1", "[::1]"]);

/** Whether a host name is this machine. */
export function isLoopback(host: string): boolean {
  return loopback.has(host);
}

/** Ends the program: a reply or an error instead could be handled by the block, and be shown as if it came from there. */
export function refuse(host: string): never {
  console.error(
    `The block wants to reach ${host}, which is neither a vendor with a mock nor this machine. Use a mock, or remove the mark "runs".`,
  );
  process.exit(1);
}

const { lookup } = dns;
// Every connection to a name asks here first.
Object.assign(dns, {
  lookup(host: string, ...rest: unknown[]) {
    return isLoopback(host) ? (Reflect.apply(lookup, dns, [host, ...rest]) as unknown) : refuse(host);
  },
});
