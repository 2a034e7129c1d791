import type { MockServerBuilder } from "@kelaskit/core/testing";
import { enroll, list, listUsers, removeUser } from "../plans.ts";
import { type PageOptions, pageOf } from "./pages.ts";
import { invalidReply, notFound } from "./reply.ts";
import type { ToolzzStore } from "./store.ts";

/** Refuses schools that the institution does not have. */
export function unknownSchools(store: ToolzzStore, schools: readonly number[]): Response | undefined {
  const unknown = schools.filter((id) => !store.schools.has(id));
  return unknown.length === 0
    ? undefined
    : invalidReply({ schools: `The institution has no school ${unknown.join(", ")}.` });
}

/** Answers for course packages and their learners. */
export function mockPlans(server: MockServerBuilder, store: ToolzzStore, keys: PageOptions["keys"]): void {
  server.on(list, ({ params }) => ({
    data: pageOf([...store.plans.values()], { ...params, path: `${server.baseUrl}/api/plans`, keys }),
  }));
  // One reply for the whole list, as the vendor shows it: `page` is ignored.
  server.on(listUsers, ({ params: { planUuid } }) => {
    if (!store.plans.has(planUuid)) return notFound("package");
    return {
      data: store
        .learnersOf(planUuid)
        .map(({ user: { id, name, email }, status }) => ({ id, name, email, status })),
    };
  });
  server.on(enroll, ({ params }) => {
    if (!store.plans.has(params.planUuid)) return notFound("package");
    const refused = unknownSchools(store, params.schools);
    if (refused !== undefined) return refused;
    store.enroll(params);
    // The vendor shows no reply; this one is modeled on that of a removal.
    return { success: true, message: "Student enrolled in package successfully" };
  });
  server.on(removeUser, ({ params: { planUuid, email } }) => {
    if (!store.plans.has(planUuid)) return notFound("package");
    if (!store.unenroll(planUuid, email)) return notFound("learner in the package");
    return { success: true, message: "Student removed from package successfully" };
  });
}
