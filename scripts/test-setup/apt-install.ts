import type { Machine } from "./machine.ts";

/** How long another apt is waited for, in seconds. */
const longestWait = 300;
/** How often a lock is tried that apt itself does not wait for, in seconds. */
const pause = 2;

/** apt's first words about what went wrong. */
function firstError(errors: string): string {
  const lines = errors.split("\n").filter((line) => line.trim() !== "");
  return (lines.find((line) => line.startsWith("E: ")) ?? lines.at(-1) ?? "it said nothing").replace(
    /^E: /,
    "",
  );
}

/**
 * Runs apt, and waits while another one runs.
 *
 * @returns apt's own words when it failed, or nothing.
 */
async function apt(machine: Machine, ...words: readonly string[]): Promise<string | undefined> {
  // It waits only for the lock of dpkg by itself, not for those of the lists and of the archives.
  const programArguments = ["-qq", "-o", `DPkg::Lock::Timeout=${longestWait}`, ...words];
  for (let waited = 0; ; waited += pause) {
    const { succeeded, errors } = await machine.run("apt-get", programArguments);
    if (succeeded) return undefined;
    if (!errors.includes("Could not get lock") || waited >= longestWait) return firstError(errors);
    if (waited === 0) machine.say(`Another apt is running: waiting for it for at most ${longestWait} s.`);
    await machine.pause(pause * 1000);
  }
}

/**
 * Installs a Debian package with its newest lists.
 *
 * @returns Why not, in apt's words, or nothing when it is installed.
 */
export async function aptInstall(debianPackage: string, machine: Machine): Promise<string | undefined> {
  const updateFailure = await apt(machine, "update");
  // Without a network the lists that are there may do.
  const installFailure = await apt(machine, "install", "-y", debianPackage);
  return installFailure === undefined ? undefined : (updateFailure ?? installFailure);
}
