import { chargeText } from "./sample.ts";

/** A vendor that answers every request at once with the same reply. */
export function answering(text: string, status = 200): typeof globalThis.fetch {
  return () =>
    Promise.resolve(new Response(text, { status, headers: { "content-type": "application/json" } }));
}

export const chargeStub = answering(chargeText);
