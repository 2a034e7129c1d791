import {
  AuthenticationError,
  type BinaryReply,
  type Client,
  ConfigurationError,
  type Outcome,
} from "@kelaskit/core";
import { secretsOf } from "../call/schema.ts";
import type { CommandContext } from "../context.ts";
import { callFailure } from "./call-failure.ts";
import type { Confirmations, ConfirmedBy, ConfirmedCall, Redemption } from "./confirmations.ts";
import { type NextPart, replyPart } from "./page.ts";
import { type Permissions, refusalOf } from "./policy.ts";
import { hasInvisible, redacted, Redactor, textsIn } from "./redaction.ts";
import { effectWords, isRepeatable, repeatWords, type ServedOperation } from "./served-operation.ts";
import type { VendorClients } from "./vendor-clients.ts";

/** A call as an assistant asks for it. */
export interface WantedCall {
  readonly served: ServedOperation;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly fields?: readonly string[] | undefined;
  readonly maxItems: number;
  readonly skipItems: number;
  /** Aborts when the client gives up waiting. */
  readonly signal: AbortSignal;
  /** The confirmation of a write, if there is one. */
  readonly confirmation?: string | undefined;
  /** Who confirms a write. */
  readonly confirmedBy: ConfirmedBy;
}

/** What a call needs from the server. */
export interface CallServices {
  readonly clients: VendorClients;
  readonly permissions: Permissions;
  readonly confirmations: Confirmations;
  readonly context: CommandContext;
}

/** How a call ended, or why it was not sent. */
export type CallEnd =
  | {
      readonly status: "done";
      readonly reply: unknown;
      readonly omitted: readonly string[];
      readonly next?: NextPart | undefined;
    }
  | { readonly status: "refused"; readonly message: string }
  | { readonly status: "to-confirm"; readonly message: string; readonly code: string }
  | {
      readonly status: "failed";
      readonly message: string;
      readonly vendorMessage?: string;
      readonly outcome: Outcome;
    };

const aboutRedemption: Readonly<Record<Exclude<Redemption, "confirmed">, string>> = {
  unknown:
    "There is no such confirmation, or it was used before: each is valid for one attempt. Nothing was sent.",
  expired: "The confirmation has expired: it is valid for five minutes. Nothing was sent.",
  "other-call":
    "The confirmation belongs to another operation or other parameters, and is now used up. Nothing was sent.",
};

/** The longest message of a vendor. */
const mostSaid = 4000;

/** The longest text of parameters that people are shown before they confirm. */
const mostConfirmed = 3000;

/** Why nobody can confirm these parameters; undefined if a person can see all of them. */
function unshowable(parameters: WantedCall["parameters"]): string | undefined {
  const text = JSON.stringify(parameters);
  if (text.length > mostConfirmed) {
    return `The parameters have ${text.length} characters, and a person is shown at most ${mostConfirmed} before they confirm. Nothing was sent. Send less, or let the person use kelaskit call.`;
  }
  return hasInvisible(text)
    ? "The parameters contain characters that a person does not see before they confirm. Nothing was sent. Remove them."
    : undefined;
}

/** The question to which "yes" is the confirmation of a write. */
function effectOf(served: ServedOperation, parameters: WantedCall["parameters"], redactor: Redactor): string {
  const secrets = secretsOf(served.declaration);
  const shown = Object.fromEntries(
    Object.entries(parameters).map(([name, value]) => [name, secrets.includes(name) ? redacted : value]),
  );
  const text = JSON.stringify(redactor.value(shown));
  return `${effectWords(served)}: ${served.vendor.name} ${served.declaration.name} with ${text}. ${repeatWords(served)}`;
}

/**
 * What would keep a call from being sent: invalid parameters, or a client that cannot be created. The call is made with a
 * signal that is already aborted, so that it ends before anything is sent.
 */
async function problemBefore(client: Client, { served, parameters }: WantedCall): Promise<unknown> {
  const signal = AbortSignal.abort();
  try {
    await served.operation(client, parameters, { signal });
  } catch (error) {
    return error;
  }
  throw new Error(`${served.declaration.name} ended before it was confirmed.`);
}

function isAborted(error: unknown): boolean {
  return error instanceof Error && error.name === "AbortedError";
}

async function redactorFor({ served, parameters }: WantedCall, clients: VendorClients): Promise<Redactor> {
  const secrets = secretsOf(served.declaration);
  const given = secrets.flatMap((name) => {
    const value = parameters[name];
    // A list of people is not a secret as a whole: the names of its fields say what is.
    return typeof value === "string" ? textsIn(value) : [];
  });
  return new Redactor([...(await clients.secrets(served.vendor.name)), ...given], secrets);
}

/** Refuses or asks for the confirmation of a write; undefined if it is confirmed and the confirmation used up. */
async function requireConfirmation(
  client: Client,
  wanted: WantedCall,
  { confirmations }: CallServices,
  redactor: Redactor,
): Promise<CallEnd | undefined> {
  const { served, parameters, confirmation, confirmedBy } = wanted;
  const call: ConfirmedCall = {
    vendor: served.vendor.name,
    operation: served.declaration.name,
    parameters,
    by: confirmedBy,
  };
  const hidden = unshowable(parameters);
  if (hidden !== undefined) return { status: "refused", message: hidden };
  if (confirmation === undefined) {
    const problem = await problemBefore(client, wanted);
    if (!isAborted(problem)) throw problem;
    return {
      status: "to-confirm",
      message: effectOf(served, parameters, redactor),
      code: confirmations.issue(call),
    };
  }
  const redemption = confirmations.redeem(confirmation, call);
  if (redemption === "confirmed") return undefined;
  const message = `${aboutRedemption[redemption]} Call again without confirmation to get a new one.`;
  return { status: "refused", message };
}

function fileReply(
  { bytes, mediaType, fileName }: BinaryReply,
  { vendor, declaration }: ServedOperation,
): object {
  return {
    file: { mediaType, bytes: bytes.length, ...(fileName === undefined ? {} : { name: fileName }) },
    howToSave: `A person can save it with: kelaskit call ${vendor.name} ${declaration.name} --out FILE`,
  };
}

function send(client: Client, wanted: WantedCall): PromiseLike<unknown> {
  const { served, parameters, signal } = wanted;
  // A write that was confirmed is waited for, whoever has given up: otherwise nobody would know what became of it.
  if (served.effect === "read") return served.operation(client, parameters, { signal });
  return served.operation(client, parameters, isRepeatable(served) ? {} : { retries: 0 });
}

/** What is shown of a reply. A reply that cannot be shown does not change that the call was carried out. */
function shownReply(reply: unknown, wanted: WantedCall, redactor: Redactor): CallEnd {
  const { served, parameters } = wanted;
  try {
    const readable =
      served.declaration.media === "binary" ? fileReply(reply as BinaryReply, served) : (reply ?? null);
    // Secrets first: what is cut off in the middle of one would not be found.
    const visible = redactor.value(readable);
    const { value, omitted, next } = replyPart(served, parameters, { reply: readable, visible }, wanted);
    return { status: "done", reply: value, omitted, next };
  } catch (error) {
    // Nested so deeply that the stack does not suffice.
    if (!(error instanceof RangeError)) throw error;
    const note =
      "reply: all of it, because it is nested too deeply to be shown; the call was carried out, do not repeat it";
    return { status: "done", reply: null, omitted: [note] };
  }
}

/**
 * Calls an operation, if the policy allows it and a write is confirmed. A write is sent at most once for a confirmation,
 * which is used up before anything leaves.
 */
export async function callOperation(wanted: WantedCall, services: CallServices): Promise<CallEnd> {
  const { served } = wanted;
  const { clients, permissions, context } = services;
  const vendor = served.vendor.name;
  const refusal = refusalOf(served, permissions);
  if (refusal !== undefined) return { status: "refused", message: refusal };
  const redactor = await redactorFor(wanted, clients);
  try {
    const client = await clients.client(vendor);
    if (served.effect === "write") {
      const end = await requireConfirmation(client, wanted, services, redactor);
      if (end !== undefined) return end;
    }
    const reply = await send(client, wanted);
    context.printError(`[kelaskit] mcp: called ${vendor} ${served.declaration.name} (${served.effect})`);
    // Anew: the client may have got a token for this call.
    return shownReply(reply, wanted, await redactorFor(wanted, clients));
  } catch (error) {
    // The next call reads credentials anew: the person may save them in the meantime.
    if (ConfigurationError.isInstance(error) || AuthenticationError.isInstance(error)) clients.forget(vendor);
    const failure = await callFailure(error, served, clients.profile(vendor), context);
    context.printError(
      `[kelaskit] mcp: ${vendor} ${served.declaration.name} (${served.effect}) failed: ${failure.outcome}`,
    );
    const since = await redactorFor(wanted, clients);
    return {
      status: "failed",
      ...failure,
      message: since.text(failure.message),
      ...(failure.vendorMessage === undefined
        ? {}
        : { vendorMessage: since.text(failure.vendorMessage).slice(0, mostSaid) }),
    };
  }
}
