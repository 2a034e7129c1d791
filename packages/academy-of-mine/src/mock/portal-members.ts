import { invalidReply } from "./reply.ts";
import type { MockPortal, MockPortalMember } from "./records.ts";
import type { AcademyStore } from "./store.ts";

const nobody: MockPortalMember = { isAdmin: false, isLearner: false, permissions: [] };

/** Changes what a user is in a portal; who is neither administrator nor learner is not a member. */
export function setMember(portal: MockPortal, userId: number, change: Partial<MockPortalMember>): void {
  const member = { ...(portal.members.get(userId) ?? nobody), ...change };
  if (member.isAdmin || member.isLearner) portal.members.set(userId, member);
  else portal.members.delete(userId);
}

/** The ids of a portal's members who learn there, or of those who administer it. */
export function membersWho(portal: MockPortal, role: "isLearner" | "isAdmin"): readonly number[] {
  return [...portal.members].filter(([, member]) => member[role]).map(([id]) => id);
}

/** How many seats a portal has; null if there is no limit. */
export function seatsOf(portal: MockPortal): {
  readonly total: number | null;
  readonly used: number;
  readonly free: number | null;
} {
  const used = membersWho(portal, "isLearner").length;
  const { totalSeats } = portal;
  if (totalSeats === undefined) return { total: null, used, free: null };
  return { total: totalSeats, used, free: Math.max(0, totalSeats - used) };
}

/**
 * The refusal of new learners if too few seats are free, otherwise `undefined`. That users who already learn in the
 * portal do not take a second seat is deduced, and so is the text.
 *
 * @param newcomers How many more of them have no account yet.
 */
export function seatRefusal(
  portal: MockPortal,
  field: string,
  userIds: readonly number[],
  newcomers = 0,
): Response | undefined {
  const { free } = seatsOf(portal);
  const learners = new Set(membersWho(portal, "isLearner"));
  const wanted = new Set(userIds.filter((id) => !learners.has(id))).size + newcomers;
  if (free === null || wanted <= free) return undefined;
  return invalidReply([
    { field, message: `The portal has only ${free} free seats, too few for ${wanted} learners.` },
  ]);
}

/** The sub-portals of a portal, and theirs, without the portal itself. */
export function portalsBelow(store: AcademyStore, id: number): readonly MockPortal[] {
  const children = [...store.portals.values()].filter(({ parentId }) => parentId === id);
  return children.flatMap((portal) => [portal, ...portalsBelow(store, portal.id)]);
}
