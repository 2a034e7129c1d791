import { addressHasSecret, addressSecrets } from "@kelaskit/core/webhook";
import { AcademyWebhookError } from "./errors.ts";

/**
 * Checks the caller's secrets.
 *
 * @throws ConfigurationError when one cannot protect an address.
 */
export function checkedSecrets(given: unknown): readonly string[] {
  return addressSecrets("The receiver of Academy of Mine's webhooks", given);
}

/** Refuses a delivery whose address contains none of the secrets, in constant time. */
export async function checkAddress(address: string, secrets: readonly string[]): Promise<void> {
  if (await addressHasSecret(address, secrets)) return;
  throw new AcademyWebhookError(
    "secret",
    "the address does not contain the secret: the webhook is not from your portal, or its URL there has another secret. Answer with 404 and do nothing",
  );
}
