import { type Authorization, ConfigurationError, type Credential } from "@kelaskit/core";

/**
 * The storefront key in a header of its own. It is meant to be public; it is kept out of errors all the same.
 *
 * @param source Gives the key; asked before the first request that needs it.
 */
export function storefrontCredential(source: () => string): Credential {
  let key = "";
  let authorization: Authorization = { headers: {} };
  return {
    prepare() {
      if (key !== "") return undefined;
      const found = source();
      if (!/^[\x21-\x7E]+$/.test(found)) {
        throw new ConfigurationError(
          "storefrontKey is not usable in a header: expected visible ASCII characters, without spaces or line ends.",
        );
      }
      key = found;
      authorization = { headers: { "x-scalev-storefront-api-key": key } };
      return undefined;
    },
    authorize: () => authorization,
    // There is no other key.
    renew: () => Promise.resolve(false),
    secrets: () => (key === "" ? [] : [key]),
  };
}
