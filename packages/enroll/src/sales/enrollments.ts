import type { Enrollments } from "../service/enrollments.ts";

/**
 * What a receiver uses of a service: `openEnrollments` of `@kelaskit/enroll/service` returns one. Without `get`, an enrollment is not
 * taken back that was added just before the receiver was killed or the service failed, and whose order was refunded before the next try.
 */
export type SalesEnrollments = Pick<Enrollments, "target" | "add" | "revoke" | "on"> &
  Partial<Pick<Enrollments, "get">>;

/** Named services: each item then says in `to` which one it is for. */
export type NamedEnrollments = Readonly<Record<string, SalesEnrollments>>;

/** The name of the service if there is only one. */
export const onlyService = "";

/** Whether it is one service, and not several by their names. */
export function isService(value: SalesEnrollments | NamedEnrollments): value is SalesEnrollments {
  return typeof value.add === "function" && typeof value.revoke === "function";
}

/** Services by their names. */
export type NamedServices = ReadonlyMap<string, SalesEnrollments>;
