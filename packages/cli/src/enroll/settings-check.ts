import { KelasError } from "@kelaskit/core";
import type { Target } from "@kelaskit/enroll";
import type { CommandContext } from "../context.ts";
import type { EnrollOptions } from "./options.ts";
import { missingCredentials } from "./prepare.ts";
import type { SettingsCheck } from "./summary.ts";
import type { TargetChoice } from "./targets.ts";

function notLooked({ title }: TargetChoice, why: string): SettingsCheck {
  const finding = `Did not ask ${title} whether the credentials and the settings are right: ${why}.`;
  return { looked: false, isRight: true, findings: [finding] };
}

/** Asks the vendor by reads whether a run would find credential and settings right, or says why it did not ask. */
export async function checkSettings(
  target: Target,
  choice: TargetChoice,
  options: EnrollOptions,
  context: CommandContext,
  signal: AbortSignal,
): Promise<SettingsCheck> {
  if (!options.check) return notLooked(choice, "--no-check was given");
  const missing = await missingCredentials(choice, options, context);
  if (missing.length > 0)
    return notLooked(choice, `${missing.join(", ")} ${missing.length === 1 ? "is" : "are"} not set`);
  if (target.check === undefined) return notLooked(choice, `${target.name} has no way to ask`);
  try {
    return { looked: true, ...(await target.check({ signal })) };
  } catch (error) {
    if (!KelasError.isInstance(error)) throw error;
    return notLooked(choice, `the question failed. ${error.message.replace(/\.$/, "")}`);
  }
}
