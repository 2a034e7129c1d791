import { type ConfigurationCode, ConfigurationError } from "./errors.ts";

function isLoopback(hostname: string): boolean {
  return (
    hostname === "localhost" ||
    hostname.endsWith(".localhost") ||
    hostname === "[::1]" ||
    /^127(\.\d+){3}$/.test(hostname)
  );
}

/**
 * Checks a base URL and takes the slash off its end.
 *
 * @throws ConfigurationError when it is not an absolute http or https URL, holds a user name, query or fragment, or is
 * plain http to another machine without leave.
 */
export function checkedBaseUrl(vendor: string, baseUrl: string, allowInsecureHttp: boolean): string {
  const problem = (reason: string, code?: ConfigurationCode): ConfigurationError =>
    new ConfigurationError(`The baseUrl of the ${vendor} client ${reason}.`, { code });
  if (!URL.canParse(baseUrl)) {
    throw problem(`is not a URL: expected one like "https://api.example.com", with its scheme`);
  }
  const url = new URL(baseUrl);
  if (url.protocol !== "https:" && url.protocol !== "http:") {
    throw problem(`has the scheme ${url.protocol.slice(0, -1)}: expected https`);
  }
  // The URL itself is not shown: it holds a password.
  if (url.username !== "" || url.password !== "") {
    throw problem("holds a user name or password: give credentials through the client's options");
  }
  if (url.search !== "" || url.hash !== "")
    throw problem("ends in a query or fragment: expected scheme, host and path only");
  if (url.protocol === "http:" && !allowInsecureHttp && !isLoopback(url.hostname)) {
    throw problem(
      `is plain http (${url.origin}): anybody on the way can read the credentials and change the replies. Use https, or accept the risk with allowInsecureHttp: true`,
      "insecure-http",
    );
  }
  let end = url.pathname.length;
  while (url.pathname[end - 1] === "/") end -= 1;
  return `${url.origin}${url.pathname.slice(0, end)}`;
}
