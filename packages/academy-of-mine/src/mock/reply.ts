import type { Issue } from "@kelaskit/core";
import type { Id } from "../shared/shapes.ts";
import { toNumber } from "./pages.ts";

// The vendor documents no error body. Its platform is known to be Laravel, so errors have Laravel's form (deduced).

/** An error in Laravel's form. */
export function errorReply(status: number, message: string): Response {
  return Response.json({ message }, { status });
}

/** The answer to wrong parameters. */
export function invalidReply(issues: readonly Pick<Issue, "field" | "message">[]): Response {
  const errors: Record<string, string[]> = {};
  for (const { field, message } of issues) errors[field] = [...(errors[field] ?? []), message];
  return Response.json({ message: "The given data was invalid.", errors }, { status: 422 });
}

/** The answer to an id that does not exist. */
export function notFound(what: string): Response {
  return errorReply(404, `The ${what} was not found.`);
}

/** The answer to ids in a list that does not exist, `undefined` where all are known. */
export function unknownIds(
  field: string,
  ids: readonly Id[] | undefined,
  known: { readonly has: (id: number) => boolean },
): Response | undefined {
  const unknown = (ids ?? []).filter((id) => !known.has(toNumber(id)));
  if (unknown.length === 0) return undefined;
  return invalidReply([{ field, message: `There is nothing with the id ${unknown.join(", ")}.` }]);
}
