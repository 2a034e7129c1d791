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
import { callWords } from "../output/command-words.ts";
import { printable } from "../output/printable.ts";
import type { CredentialField, Vendor } from "../vendors/vendor.ts";

/** The message of a failed call, and the exit code. */
export interface Failure {
  readonly text: string;
  readonly code: ExitCode;
}

const aboutOutcome: Readonly<Record<Outcome, string>> = {
  "not-sent": "Nothing was carried out; it is safe to send it again.",
  refused: "The vendor refused it, and nothing was carried out.",
  "no-effect": "It only reads data, so nothing was changed; it is safe to send it again.",
  unknown: "The vendor may have carried it out: check there before you send it again.",
};

function invalidParams({ vendor, operation, issues }: InvalidParamsError): string {
  const count = issues.length === 1 ? "1 parameter is invalid" : `${issues.length} parameters are invalid`;
  return [
    `${vendor} ${operation}: ${count} and nothing was sent.`,
    ...issues.map(({ message }) => `  ${callWords(message)}`),
    `See its parameters with: kelaskit call ${vendor} ${operation} --help`,
  ].join("\n");
}

/** The fields that are missing: those that every call requires, and the one that this call requires. */
function lackingFields(
  { fields }: Vendor,
  message: string,
  missing: readonly CredentialField[],
): readonly CredentialField[] {
  const words = new Set(message.match(/\w+/g));
  return fields.filter((field) => missing.includes(field) || words.has(field.variable ?? ""));
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
        "No customer of Scalev is logged in, or the login has expired; nothing was sent. Get tokens with: kelaskit call scalev " +
        "auth.login --json - and save its access and refresh tokens with: kelaskit auth login scalev"
      );
    case "insecure-http": {
      const [origin] = /\bhttp:[\w.:/[\]-]+/.exec(message) ?? [];
      return (
        `The address of ${title} is plain http${origin === undefined ? "" : ` (${origin})`}: anyone on the network can read the ` +
        "credentials and change the replies. Nothing was sent. Use https, or accept the risk with --allow-insecure-http."
      );
    }
    // The message names the file and says what to do.
    case "storage":
      return `${callWords(message)}${/\btoken store\b/.test(message) ? " Its folder is set with KELASKIT_CONFIG_DIR." : ""}`;
    case "missing-option": {
      const lacking = lackingFields(vendor, message, missing);
      // An option that is not a credential: the message says where it is set.
      if (lacking.length === 0) return `${title} was not called: ${callWords(message)}`;
      return `${missingText(vendor, lacking)}; nothing was sent. ${missingAdvice(vendor)}`;
    }
    case "unknown-operation":
      return `The file of --routes does not match ${title}, and nothing was sent: ${callWords(message)}`;
    default:
      return `${title} was not called: ${callWords(message)} To see where credentials come from, run: kelaskit auth status ${name}`;
  }
}

function failedCall(error: CallError): string {
  const fields = ApiError.isInstance(error)
    ? error.fields.map(({ field, message }) => `${field}: ${message}`)
    : [];
  const fieldWords = fields.length === 0 ? "" : ` The vendor's messages about fields: ${fields.join("; ")}.`;
  const id =
    ApiError.isInstance(error) && error.requestId !== undefined ? ` Request id: ${error.requestId}.` : "";
  return `${printable(`${callWords(error.message)}${fieldWords}${id}`)} ${aboutOutcome[error.outcome]}`;
}

/**
 * Explains what failed and what to do; undefined for an error that is not one of Kelaskit's.
 *
 * @param missing The required fields that are set neither in the environment nor in the saved credentials.
 */
export function failureOf(
  error: unknown,
  vendor: Vendor,
  missing: readonly CredentialField[] = [],
): Failure | undefined {
  if (InvalidParamsError.isInstance(error)) return { text: invalidParams(error), code: 2 };
  if (UnverifiedRouteError.isInstance(error)) {
    const text =
      `${error.vendor} ${error.operation}: the route ${error.route} is only proposed: the vendor does not document it. ` +
      "Nothing was sent. Pass the real route with --routes, or accept the guess with --allow-unverified.";
    return { text, code: 2 };
  }
  if (ConfigurationError.isInstance(error)) return { text: configuration(error, vendor, missing), code: 2 };
  if (CallError.isInstance(error)) return { text: failedCall(error), code: 1 };
  return KelasError.isInstance(error) ? { text: printable(callWords(error.message)), code: 1 } : undefined;
}
