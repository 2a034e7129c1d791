import { CallError, ConfigurationError, InvalidParamsError, type Outcome } from "@kelaskit/core";
import { failureOf } from "../call/failure.ts";
import { missingInProfile } from "../auth/missing.ts";
import { type CommandContext, InputError } from "../context.ts";
import { callWords } from "../output/command-words.ts";
import type { ServedOperation } from "./served-operation.ts";

/** How a call failed. */
export interface CallFailure {
  /** What failed and what to do, in our own words. */
  readonly message: string;
  /** What the vendor said, if it answered: data that may contain anything. */
  readonly vendorMessage?: string;
  readonly outcome: Outcome;
}

const aboutOutcome: Readonly<Record<Outcome, string>> = {
  "not-sent": "Nothing was carried out.",
  refused: "The vendor refused it, and nothing was carried out.",
  "no-effect": "It only reads, so nothing was changed.",
  unknown:
    "Whether it was carried out is unknown. Do not call it again: look up at the vendor whether it was carried out, or ask the person to.",
};

/** Enough to see what is wrong. */
const mostIssues = 20;

function invalidParameters({ issues }: InvalidParamsError, { vendor, declaration }: ServedOperation): string {
  // Undeclared parameters cannot be sent from here, so the advice about them is left out.
  const lines = issues
    .slice(0, mostIssues)
    .map(({ message }) => `  ${callWords(message.replace(/ \(pass undeclared .*?\)/, "")).slice(0, 400)}`);
  if (issues.length > mostIssues) lines.push(`  and ${issues.length - mostIssues} more`);
  const name = `${vendor.name} ${declaration.name}`;
  return `The parameters of ${name} are invalid, and nothing was sent:\n${lines.join("\n")}\nSee them with describe_operation.`;
}

/**
 * Explains a failed call.
 *
 * @throws the error itself if it is neither one of Kelaskit's nor one of the command's.
 */
export async function callFailure(
  error: unknown,
  served: ServedOperation,
  profile: string | undefined,
  context: CommandContext,
): Promise<CallFailure> {
  const { vendor, declaration } = served;
  const name = `${vendor.name} ${declaration.name}`;
  if (InvalidParamsError.isInstance(error)) {
    return { message: invalidParameters(error, served), outcome: "not-sent" };
  }
  if (error instanceof InputError) return { message: error.message, outcome: "not-sent" };
  const failure = failureOf(error, vendor, await missingInProfile(vendor, profile, context));
  if (failure === undefined) throw error;
  if (CallError.isInstance(error)) {
    const { outcome } = error;
    return {
      message: `${name} failed. ${aboutOutcome[outcome]}`,
      vendorMessage: failure.text,
      outcome,
    };
  }
  const isOwn = ConfigurationError.isInstance(error);
  return {
    message: isOwn
      ? `${failure.text} This is for the person who runs this server.`
      : `${name} failed: ${failure.text}`,
    outcome: "not-sent",
  };
}
