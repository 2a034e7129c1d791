import type { Id } from "../shared/shapes.ts";
import { toNumber } from "./pages.ts";
import { portalsBelow } from "./portal-members.ts";
import type { MockEnrollment, MockPortal } from "./records.ts";
import type { AcademyStore } from "./store.ts";

/** The result of a filter by portals. */
interface PortalScope {
  /** Whether a user is in it. */
  hasUser(userId: number): boolean;
  /** Whether a course or a learning path is in it. */
  has(kind: MockEnrollment["kind"], contentId: number): boolean;
  /** Whether a user in it is enrolled in content of the same portal. */
  hasEnrollment(enrollment: MockEnrollment): boolean;
}

function contentOf(portal: MockPortal, kind: MockEnrollment["kind"]): readonly number[] {
  return kind === "course" ? portal.courses : portal.learningPaths;
}

/**
 * The users and the content of portals with those below them. -1 means all portals, as the vendor says; so does an
 * omitted portal, and an unknown portal is empty (both deduced).
 */
export function portalScope(store: AcademyStore, portals: Id | readonly Id[] | undefined): PortalScope {
  const wanted = [portals ?? []].flat().map(toNumber);
  const isAll = wanted.length === 0 || wanted.includes(-1);
  const found = wanted.flatMap((id) => {
    const portal = store.portals.get(id);
    return portal === undefined ? [] : [portal, ...portalsBelow(store, id)];
  });
  const some = (test: (portal: MockPortal) => boolean): boolean => isAll || found.some(test);
  return {
    hasUser: (userId) => some(({ members }) => members.has(userId)),
    has: (kind, contentId) => some((portal) => contentOf(portal, kind).includes(contentId)),
    hasEnrollment: ({ kind, contentId, userId }) =>
      some((portal) => portal.members.has(userId) && contentOf(portal, kind).includes(contentId)),
  };
}

/** The names of the portals that fit, in one string. */
export function portalNames(store: AcademyStore, fits: (portal: MockPortal) => boolean): string {
  return [...store.portals.values()]
    .filter(fits)
    .map(({ name }) => name)
    .join(", ");
}
