import type { MockServerBuilder } from "@kelaskit/core/testing";
import { attach, type AttachedUser, type ClassRegistration, detach, type DetachedUser } from "../classes.ts";
import { invalidReply, notFound } from "./reply.ts";
import type { MockClass, MockRegistration, MockUser } from "./records.ts";
import type { ToolzzStore } from "./store.ts";

function registration(
  { id: classId, name, schoolId }: MockClass,
  user: MockUser,
  place: MockRegistration,
): ClassRegistration {
  return {
    user_id: user.id,
    user_name: user.name,
    school_id: schoolId,
    class_id: classId,
    class_name: name,
    birth_date: user.birth_date ?? null,
    cpf: user.cpf ?? null,
    registration_start_date: place.registration_start_date ?? null,
    registration_end_date: place.registration_end_date ?? null,
    enrollment_renewal: place.enrollment_renewal ?? false,
    id: place.registrationId,
  };
}

/** The learner that a request refers to, by id or e-mail address. */
function known(store: ToolzzStore, { id, email }: AttachedUser | DetachedUser): MockUser | undefined {
  if (id !== undefined) return store.users.get(Number(id));
  return email === undefined ? undefined : store.findUser("email", email);
}

/** Answers for classes. A request with an unknown id changes nothing (deduced). */
export function mockClasses(server: MockServerBuilder, store: ToolzzStore): void {
  server.on(attach, ({ params: { classId, users } }) => {
    const room = store.classes.get(classId);
    if (room === undefined) return notFound("class");
    const stranger = users.findIndex((user) => user.id !== undefined && !store.users.has(user.id));
    if (stranger !== -1) return invalidReply({ [`users.${stranger}.id`]: "There is no such user." });
    return {
      data: users.map((entry) => {
        const { name = "", email = "", birth_date, cpf } = entry;
        const user =
          known(store, entry) ??
          store.addUser({ name, email, birth_date, cpf, schools: [room.schoolId], permission: 4 });
        return registration(room, user, store.attach(classId, user, entry));
      }),
    };
  });
  server.on(detach, ({ params: { classId, users } }) => {
    if (!store.classes.has(classId)) return notFound("class");
    const found = users.map((entry) => known(store, entry));
    const stranger = found.indexOf(undefined);
    if (stranger !== -1) return invalidReply({ [`users.${stranger}.email`]: "There is no such user." });
    for (const user of found) if (user !== undefined) store.detach(classId, user);
    return { success: true, message: "Students unenrolled successfully" };
  });
}
