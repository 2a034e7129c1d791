import { ConfigurationError } from "@kelaskit/core";
import type { Authorization, Credential } from "@kelaskit/core/vendor";

/**
 * The storefront key in a header of its own. It is meant to be public; it is kept out of errors all the same.
 *
 * @param source Gives the key; asked before the first request that needs it.
 */
export function storefrontCredential(source: () => string): Credential {
  let authorization: Authorization | undefined;
  let key = "";
  return {
    prepare() {
      if (authorization !== undefined) return authorization;
      const found = source();
      if (!/^[\x21-\x7E]+$/.test(found)) {
        throw new ConfigurationError(
          "storefrontKey is not usable in a header: expected visible ASCII characters, without spaces or line ends.",
        );
      }
      key = found;
      return (authorization = { headers: { "x-scalev-storefront-api-key": key } });
    },
    // There is no other key.
    renew: () => Promise.resolve(undefined),
    secrets: () => (key === "" ? [] : [key]),
  };
}
