import { isLoopback } from "@kelaskit/core/node";
import { InputError } from "../context.ts";

/** The address of a receiver. */
export interface ReceiverUrl {
  readonly url: URL;
  /** For people, without the query: it may contain a secret. */
  readonly shown: string;
}

/**
 * Checks the address of a receiver.
 *
 * @param isConfirmed Whether the user has confirmed that it may be another machine.
 * @throws InputError when it is not an http or https address, contains a password, or is another machine and not confirmed.
 */
export function receiverUrl(text: string, isConfirmed: boolean): ReceiverUrl {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || (url.protocol !== "http:" && url.protocol !== "https:")) {
    throw new InputError(
      "--url is invalid, and nothing was sent: expected an address with its scheme, such as http://127.0.0.1:3000/webhooks/scalev.",
    );
  }
  if (url.username !== "" || url.password !== "") {
    throw new InputError(
      "--url contains a user name or a password, which your shell's history would store; nothing was sent. Remove it.",
    );
  }
  if (!isLoopback(url.hostname) && !isConfirmed) {
    const isPlain = url.protocol === "http:";
    throw new InputError(
      `${url.hostname} is not this machine, and nothing was sent. A receiver there cannot tell these events from the shop's, and may enroll the buyers for real.${isPlain ? " The address is plain http, too: anyone on the network can read the buyers' data, and send the signed events again." : ""} If that is what you want, add --yes.`,
    );
  }
  return { url, shown: `${url.origin}${url.pathname}` };
}
