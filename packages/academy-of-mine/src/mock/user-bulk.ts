import type { MockServerBuilder } from "@kelaskit/core/testing";
import type { Id } from "../shared/shapes.ts";
import { bulkUpload, quickEdit } from "../users/index.ts";
import { toNumber } from "./pages.ts";
import { userOfAddress } from "./people.ts";
import { seatRefusal } from "./portal-members.ts";
import { unknownIds } from "./reply.ts";
import type { AcademyStore } from "./store.ts";

/** Enrolls users in all of these. */
function enrollInAll(
  store: AcademyStore,
  userIds: readonly Id[],
  courses: readonly Id[] = [],
  learningPaths: readonly Id[] = [],
): void {
  for (const course of courses) store.enroll("course", toNumber(course), userIds);
  for (const learningPath of learningPaths) store.enroll("learningPath", toNumber(learningPath), userIds);
}

/** Handlers for changes of many users. Where one id is unknown, nothing is done (deduced). */
export function mockUserBulk(server: MockServerBuilder, store: AcademyStore): void {
  server.on(quickEdit, ({ params }) => {
    const { user_ids: ids, course_ids: courses, learning_path_ids: learningPaths } = params;
    const refusal =
      unknownIds("user_ids", ids, store.users) ??
      unknownIds("course_ids", courses, store.courses) ??
      unknownIds("learning_path_ids", learningPaths, store.learningPaths);
    if (refusal !== undefined) return refusal;
    for (const id of ids) {
      const user = store.users.get(toNumber(id));
      if (user === undefined) continue;
      user.disabled = params.disabled ?? user.disabled;
      if (params.enrollMembershipId !== undefined) user.membershipId = toNumber(params.enrollMembershipId);
    }
    enrollInAll(store, ids, courses, learningPaths);
    return { message: `${ids.length} user(s) updated` };
  });
  server.on(bulkUpload, ({ params }) => {
    const { userList, selectedCourses, selectedLearningPaths } = params;
    const [membershipId, portalId] = [toNumber(params.membershipId), toNumber(params.portalId)];
    const refusal =
      unknownIds("selectedCourses", selectedCourses, store.courses) ??
      unknownIds("selectedLearningPaths", selectedLearningPaths, store.learningPaths) ??
      unknownIds("portalId", portalId === -1 ? [] : [params.portalId], store.portals);
    if (refusal !== undefined) return refusal;
    const portal = store.portals.get(portalId);
    const isFull = portal && seatRefusal(portal, "portalId", [], userList.length);
    if (isFull !== undefined) return isFull;
    const added: number[] = [];
    for (const { email, first_name: firstName = "", last_name: lastName = "" } of userList) {
      // A row whose e-mail address is already in use is skipped (not documented).
      if (userOfAddress(store, email) !== undefined) continue;
      const { id } = store.addUser({
        firstName,
        lastName,
        email,
        // How to say "none" is not documented either.
        ...(membershipId > 0 ? { membershipId } : {}),
      });
      added.push(id);
      const member = { isAdmin: false, isLearner: true, permissions: [] };
      portal?.members.set(id, member);
    }
    enrollInAll(store, added, selectedCourses, selectedLearningPaths);
    return { message: `${added.length} user(s) uploaded`, is_success: "true" };
  });
}
