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
import { printable } from "../output/printable.ts";
import type { Vendor } from "../vendors/vendor.ts";

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
    ...issues.map(({ message }) => `  ${message.replace("the option extraParams", "--extra")}`),
    `What it takes: kelaskit call ${vendor} ${operation} --help`,
  ].join("\n");
}

function configuration({ message, code }: ConfigurationError, { name, fields }: Vendor): string {
  if (code === "login-required") {
    return (
      "No customer of Scalev is logged in, or the login has ended. Get tokens with: kelaskit call scalev auth.login --json - " +
      "and save its access and refresh with: kelaskit auth login scalev"
    );
  }
  if (code === "insecure-http") return `${message}. On the command line that is --allow-insecure-http.`;
  // A token store's message names the file and says what to do.
  if (code === "storage") return message;
  if (code === "unknown-operation") return `${message} Correct the file of --routes.`;
  if (code === "invalid-option") {
    return `${message} Where the values come from is shown by: kelaskit auth status ${name}`;
  }
  const variables = fields.flatMap(({ required, variable }) =>
    required && variable !== undefined ? [variable] : [],
  );
  return `${message} On the command line: set ${variables.join(", ")}, or save them with: kelaskit auth login ${name}`;
}

function failedCall(error: CallError): string {
  const fields = ApiError.isInstance(error)
    ? error.fields.map(({ field, message }) => `${field}: ${message}`)
    : [];
  const fieldWords = fields.length === 0 ? "" : ` The vendor says of fields: ${fields.join("; ")}.`;
  const id =
    ApiError.isInstance(error) && error.requestId !== undefined ? ` Request id: ${error.requestId}.` : "";
  return `${printable(`${error.message}${fieldWords}${id}`)} ${aboutOutcome[error.outcome]}`;
}

/** Says what failed and what to do; nothing for an error that is none of Kelaskit's. */
export function failureOf(error: unknown, vendor: Vendor): Failure | undefined {
  if (InvalidParamsError.isInstance(error)) return { text: invalidParams(error), code: 2 };
  if (UnverifiedRouteError.isInstance(error)) {
    const text =
      `${error.vendor} ${error.operation}: the route ${error.route} is only proposed, the vendor does not document it, ` +
      "and nothing was sent. Give the real one with --routes, or accept the guess with --allow-unverified.";
    return { text, code: 2 };
  }
  if (ConfigurationError.isInstance(error)) return { text: configuration(error, vendor), code: 2 };
  if (CallError.isInstance(error)) return { text: failedCall(error), code: 1 };
  return KelasError.isInstance(error) ? { text: printable(error.message), code: 1 } : undefined;
}
