import {
  ApiError,
  CallError,
  ConfigurationError,
  InvalidParamsError,
  KelasError,
  type Outcome,
  UnverifiedRouteError,
} from "@kelaskit/core";
import type { ExitCode } from "../context.ts";
import { missingAdvice, missingText } from "../auth/missing.ts";
import { commandWords } from "../output/command-words.ts";
import { printable } from "../output/printable.ts";
import type { CredentialField, Vendor } from "../vendors/vendor.ts";

/** What to tell of a call that failed, and the exit code. */
export interface Failure {
  readonly text: string;
  readonly code: ExitCode;
}

const aboutOutcome: Readonly<Record<Outcome, string>> = {
  "not-sent": "Nothing was carried out: sending it again is safe.",
  refused: "The vendor has refused it, and nothing was carried out.",
  "no-effect": "It only reads, so nothing has changed: sending it again is safe.",
  unknown: "It is not known whether the vendor has carried it out: look there before you send it again.",
};

function invalidParams({ vendor, operation, issues }: InvalidParamsError): string {
  const count = issues.length === 1 ? "a parameter is wrong" : `${issues.length} parameters are wrong`;
  return [
    `${vendor} ${operation}: ${count} and nothing was sent.`,
    ...issues.map(({ message }) => `  ${commandWords(message)}`),
    `What it takes: kelaskit call ${vendor} ${operation} --help`,
  ].join("\n");
}

/** The fields that a client lacks: those that every call needs, and the one that this call has asked for. */
function lackingFields(
  { fields }: Vendor,
  message: string,
  missing: readonly CredentialField[],
): readonly CredentialField[] {
  return fields.filter((field) => missing.includes(field) || message.startsWith(`${field.name} is missing`));
}

function configuration(
  { message, code }: ConfigurationError,
  vendor: Vendor,
  missing: readonly CredentialField[],
): string {
  const { name, title } = vendor;
  switch (code) {
    case "login-required":
      return (
        "No customer of Scalev is logged in, or the login has ended; nothing was sent. Get tokens with: kelaskit call scalev " +
        "auth.login --json - and save its access and refresh with: kelaskit auth login scalev"
      );
    case "insecure-http": {
      const [, origin] = /\((http:[^)]+)\)/.exec(message) ?? [];
      return (
        `The address of ${title} is plain http${origin === undefined ? "" : ` (${origin})`}: anybody on the way can read the ` +
        "credentials and change the replies, and nothing was sent. Use https, or accept the risk with --allow-insecure-http."
      );
    }
    // A token store's message names the file and says what to do.
    case "storage":
      return commandWords(message);
    case "missing-option":
      return `${missingText(vendor, lackingFields(vendor, message, missing))}; nothing was sent. ${missingAdvice(vendor)}`;
    case "unknown-operation":
      return `The file of --routes does not fit ${title}; nothing was sent. ${commandWords(message)}`;
    default:
      return `${title} cannot be called so; nothing was sent. ${commandWords(message)} Where credentials come from is shown by: kelaskit auth status ${name}`;
  }
}

function failedCall(error: CallError): string {
  const fields = ApiError.isInstance(error)
    ? error.fields.map(({ field, message }) => `${field}: ${message}`)
    : [];
  const fieldWords = fields.length === 0 ? "" : ` The vendor says of fields: ${fields.join("; ")}.`;
  const id =
    ApiError.isInstance(error) && error.requestId !== undefined ? ` Request id: ${error.requestId}.` : "";
  return `${printable(`${commandWords(error.message)}${fieldWords}${id}`)} ${aboutOutcome[error.outcome]}`;
}

/**
 * Says what failed and what to do; nothing for an error that is none of Kelaskit's.
 *
 * @param missing The required fields that neither the environment nor the saved credentials have.
 */
export function failureOf(
  error: unknown,
  vendor: Vendor,
  missing: readonly CredentialField[] = [],
): Failure | undefined {
  if (InvalidParamsError.isInstance(error)) return { text: invalidParams(error), code: 2 };
  if (UnverifiedRouteError.isInstance(error)) {
    const text =
      `${error.vendor} ${error.operation}: the route ${error.route} is only proposed, the vendor does not document it, ` +
      "and nothing was sent. Give the real one with --routes, or accept the guess with --allow-unverified.";
    return { text, code: 2 };
  }
  if (ConfigurationError.isInstance(error)) return { text: configuration(error, vendor, missing), code: 2 };
  if (CallError.isInstance(error)) return { text: failedCall(error), code: 1 };
  return KelasError.isInstance(error) ? { text: printable(commandWords(error.message)), code: 1 } : undefined;
}
