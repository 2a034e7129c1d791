import { AbortedError, ApiError, AuthenticationError, KelasError, PermissionError } from "@kelaskit/core";
import { isSameId } from "../reading/id.ts";
import type { TargetCheck } from "../target.ts";
import { rethrowUnlessFinal } from "./failures.ts";

/** What a read says of the thing that a target is set to. */
export type Sighting =
  /** It is there, under this name where the vendor shows one. */
  | { readonly kind: "there"; readonly name?: string | undefined }
  | { readonly kind: "absent" }
  /** The vendor has answered, and it is not clear whether the thing is there. */
  | { readonly kind: "unclear" };

/** The words for what is looked at. */
interface Subject {
  /** The vendor's name for people: `Toolzz`. */
  readonly vendor: string;
  /** The thing, in the middle of a sentence: `the package 7d1c`. */
  readonly thing: string;
}

function sightingOf(name: unknown): Sighting {
  return { kind: "there", name: typeof name === "string" && name !== "" ? name : undefined };
}

/** Reads a thing by its id. That the vendor knows no such id is an answer; a reply without the thing is none. */
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

/** Looks for a thing in the vendor's list, and reads no further than it must. Entries without an id prove nothing. */
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

/** What an error of a read says of a target's settings. Only the vendor's refusal of the credential is proof. */
function findingOfError({ vendor, thing }: Subject, error: unknown): TargetCheck {
  if (!KelasError.isInstance(error) || AbortedError.isInstance(error)) throw error;
  if (AuthenticationError.isInstance(error) || PermissionError.isInstance(error))
    return { isRight: false, findings: [`${vendor} refuses the credential: ${error.message}`] };
  return { isRight: true, findings: [`At ${vendor}, ${thing} could not be looked at: ${error.message}`] };
}

/**
 * Looks for a thing by reads, one after another until one has seen it: where the first misses it, its route may be the
 * wrong one.
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
      // As JSON: a name comes from the vendor, and may hold what a terminal would obey.
      const name = last.name === undefined ? "" : ` (${JSON.stringify(last.name)})`;
      return { isRight: true, findings: [`${vendor} accepts the credential and has ${thing}${name}.`] };
    }
  } catch (error) {
    return findingOfError(subject, error);
  }
  if (last.kind === "absent")
    return { isRight: false, findings: [`${vendor} does not have ${thing}. Look at the id.`] };
  return {
    isRight: true,
    findings: [`At ${vendor}, ${thing} could not be looked at: the reply does not show whether it is there.`],
  };
}

/** Looks whether the credential is accepted, where each row names its own thing. */
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
    `Every row names its own ${noun}, and those were not looked at.`,
  ];
  return { isRight: true, findings };
}
