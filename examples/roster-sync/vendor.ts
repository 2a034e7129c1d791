import type { Client } from "@kelaskit/core";
import { createToolzzClient } from "@kelaskit/toolzz";

/** A client of Toolzz, and how it is closed. */
export interface Session {
  readonly client: Client;
  close(): Promise<void>;
}

/** Who is in the mock's second package before anything is done. */
const enrolled = ["ann", "bia", "owner", "eva", "fabio", "gil"].map((name) => `${name}@example.com`);

/** Opens the vendor of the environment or, without TOOLZZ_PASSWORD, a mock that is as new each time. */
export async function openVendor(): Promise<Session> {
  if (process.env["TOOLZZ_PASSWORD"] !== undefined)
    return { client: createToolzzClient(), close: () => Promise.resolve() };
  const { createMockToolzz } = await import("@kelaskit/toolzz/mock");
  const { serve } = await import("@kelaskit/core/testing/node");
  const mock = createMockToolzz({ seed: { enrolled: { "00000000-0000-4001-8000-000000000002": enrolled } } });
  const served = await serve(mock);
  console.log(`No TOOLZZ_PASSWORD is set: using a mock at ${served.url}.`);
  return {
    client: createToolzzClient({ ...mock.credentials, baseUrl: served.url }),
    close: () => served.close(),
  };
}
