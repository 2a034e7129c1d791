import type { Target } from "@kelaskit/enroll";
import { listed } from "../auth/labels.ts";
import { missingInProfile } from "../auth/missing.ts";
import { failureOf } from "../call/failure.ts";
import type { CommandContext } from "../context.ts";
import { vendors } from "../vendors/table.ts";
import type { EnrollOptions } from "./options.ts";
import type { SettingsCheck } from "./summary.ts";
import type { TargetChoice } from "./targets.ts";

function notLooked({ title }: TargetChoice, why: string): SettingsCheck {
  const finding = `Did not check the credentials and settings with ${title}: ${why}.`;
  return { looked: false, isRight: true, findings: [finding] };
}

/** Checks with the vendor, only by reading, that credentials and settings are valid; or reports why it did not check. */
export async function checkSettings(
  target: Target,
  choice: TargetChoice,
  options: EnrollOptions,
  context: CommandContext,
  signal: AbortSignal,
): Promise<SettingsCheck> {
  if (!options.check) return notLooked(choice, "--no-check was given");
  const missing = await missingInProfile(vendors[choice.vendor], options.profile, context);
  if (missing.length > 0) {
    const names = listed(missing.map(({ label, variable = label }) => variable));
    return notLooked(choice, `${names} ${missing.length === 1 ? "is" : "are"} not set`);
  }
  if (target.check === undefined) return notLooked(choice, `${target.name} has no check`);
  try {
    return { looked: true, ...(await target.check({ signal })) };
  } catch (error) {
    const failure = failureOf(error, vendors[choice.vendor]);
    if (failure === undefined) throw error;
    return notLooked(choice, `the check failed. ${failure.text.replace(/\.$/, "")}`);
  }
}
