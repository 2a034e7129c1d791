import { AbortedError, ApiError, AuthenticationError, KelasError, PermissionError } from "@kelaskit/core";
import { isSameId } from "../reading/id.ts";
import type { TargetCheck } from "../target.ts";
import { rethrowUnlessFinal } from "./failures.ts";

/** Whether a read found the course, package or item in a target's settings. */
export type Sighting =
  /** It exists, with this name if the vendor shows one. */
  | { readonly kind: "there"; readonly name?: string | undefined }
  | { readonly kind: "absent" }
  /** The vendor answered, but it is not clear whether the thing exists. */
  | { readonly kind: "unclear" };

/** How the vendor and the thing are called in findings. */
interface Subject {
  /** The vendor's name for people: `Toolzz`. */
  readonly vendor: string;
  /** The thing, in the middle of a sentence: `the package 7d1c`. */
  readonly thing: string;
}

function sightingOf(name: unknown): Sighting {
  return { kind: "there", name: typeof name === "string" && name !== "" ? name : undefined };
}

/** Reads a thing by its id. The vendor's error that there is no such id proves it absent; a reply without the thing proves nothing. */
export async function sightOne<Reply, Thing extends object>(
  read: PromiseLike<Reply>,
  thingOf: (reply: Reply) => Thing | null | undefined,
  nameOf: (thing: Thing) => unknown,
): Promise<Sighting> {
  try {
    const thing = thingOf(await read);
    return typeof thing === "object" && thing !== null ? sightingOf(nameOf(thing)) : { kind: "unclear" };
  } catch (error) {
    if (!ApiError.isInstance(error)) throw error;
    rethrowUnlessFinal(error);
    return { kind: "absent" };
  }
}

/** Looks for a thing in the vendor's list, and reads no further than necessary. Entries without an id prove nothing. */
export async function sightInList<Thing extends object>(
  list: AsyncIterable<Thing>,
  id: string | number,
  idOf: (thing: Thing) => unknown,
  nameOf: (thing: Thing) => unknown,
): Promise<Sighting> {
  let showsIds = true;
  for await (const thing of list) {
    const shown = idOf(thing);
    if (isSameId(shown, id)) return sightingOf(nameOf(thing));
    if (shown === undefined || shown === null) showsIds = false;
  }
  return { kind: showsIds ? "absent" : "unclear" };
}

/** What the error of a read proves about a target's settings: only a refused credential proves that they are wrong. */
function findingOfError({ vendor, thing }: Subject, error: unknown): TargetCheck {
  if (!KelasError.isInstance(error) || AbortedError.isInstance(error)) throw error;
  if (AuthenticationError.isInstance(error) || PermissionError.isInstance(error))
    return { isRight: false, findings: [`${vendor} rejects the credentials: ${error.message}`] };
  return { isRight: true, findings: [`At ${vendor}, ${thing} could not be checked: ${error.message}`] };
}

/**
 * Looks for a thing with several reads, one after another until one finds it: if the first does not, its route may be
 * wrong.
 */
export async function checkThing(
  subject: Subject,
  reads: readonly (() => Promise<Sighting>)[],
): Promise<TargetCheck> {
  const { vendor, thing } = subject;
  let last: Sighting = { kind: "unclear" };
  try {
    for (const read of reads) {
      last = await read();
      if (last.kind !== "there") continue;
      // As JSON: a name comes from the vendor, and may contain control sequences for a terminal.
      const name = last.name === undefined ? "" : ` (${JSON.stringify(last.name)})`;
      return { isRight: true, findings: [`${vendor} accepts the credentials and has ${thing}${name}.`] };
    }
  } catch (error) {
    return findingOfError(subject, error);
  }
  if (last.kind === "absent")
    return { isRight: false, findings: [`${vendor} does not have ${thing}. Check the id.`] };
  return {
    isRight: true,
    findings: [`At ${vendor}, ${thing} could not be checked: the reply does not show whether it exists.`],
  };
}

/** Checks whether the credential is accepted, for a target whose rows each name their own thing. */
export async function checkCredential(
  vendor: string,
  noun: string,
  read: () => PromiseLike<unknown>,
): Promise<TargetCheck> {
  try {
    await read();
  } catch (error) {
    return findingOfError({ vendor, thing: "the credential" }, error);
  }
  const findings = [
    `${vendor} accepts the credential.`,
    `Every row names its own ${noun}, and those were not checked.`,
  ];
  return { isRight: true, findings };
}
