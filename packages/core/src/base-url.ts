import { type ConfigurationCode, ConfigurationError } from "./errors.ts";

/**
 * Whether a host is this machine: localhost, a name below it, or a loopback address.
 *
 * @param hostname The host as `URL` writes it, such as `127.0.0.1` or `[::1]`.
 */
export function isLoopback(hostname: string): boolean {
  return (
    hostname === "localhost" ||
    hostname.endsWith(".localhost") ||
    hostname === "[::1]" ||
    /^127(\.\d+){3}$/.test(hostname)
  );
}

/**
 * Checks a base URL and removes trailing slashes.
 *
 * @param name The option, for errors.
 * @throws ConfigurationError when it is not an absolute http or https URL, contains a user name, query or fragment, or is
 * plain http to another machine without `allowInsecureHttp`.
 */
export function checkedBaseUrl(
  vendor: string,
  baseUrl: string,
  allowInsecureHttp: boolean,
  name = "baseUrl",
): string {
  const problem = (reason: string, code?: ConfigurationCode): ConfigurationError =>
    new ConfigurationError(`The ${name} of the ${vendor} client ${reason}.`, { code });
  if (!URL.canParse(baseUrl)) {
    throw problem(`is not a URL: expected one such as "https://api.example.com", with a scheme`);
  }
  const url = new URL(baseUrl);
  if (url.protocol !== "https:" && url.protocol !== "http:") {
    throw problem(`has the scheme ${url.protocol.slice(0, -1)}: expected https`);
  }
  // The URL itself is not shown: it contains a password.
  if (url.username !== "" || url.password !== "") {
    throw problem("contains a user name or password: pass credentials as client options");
  }
  if (url.search !== "" || url.hash !== "")
    throw problem("ends in a query or fragment: expected scheme, host and path only");
  if (url.protocol === "http:" && !allowInsecureHttp && !isLoopback(url.hostname)) {
    throw problem(
      `is plain http (${url.origin}): anyone on the network can read the credentials and change the replies. Use https, or accept the risk with allowInsecureHttp: true`,
      "insecure-http",
    );
  }
  let end = url.pathname.length;
  while (url.pathname[end - 1] === "/") end -= 1;
  return `${url.origin}${url.pathname.slice(0, end)}`;
}
