import type { AttachedUser } from "../classes.ts";
import type { Course } from "../courses.ts";
import type { Plan } from "../plans.ts";
import type { AddressChanges } from "../users.ts";

/** A course as the mock keeps it. */
export interface MockCourse extends Course {
  /** Whether it is published; no field of the wire. */
  readonly published: boolean;
}

/** A class as the mock keeps it. */
export interface MockClass {
  /** The id. */
  readonly id: string;
  /** The name. */
  readonly name: string;
  /** The school that it belongs to. */
  readonly schoolId: number;
}

/** A user as the mock keeps them. */
export interface MockUser {
  /** The id. */
  readonly id: number;
  /** The UUID. */
  readonly uuid: string;
  /** The name. */
  readonly name: string;
  /** The e-mail address, by which packages know learners. */
  readonly email: string;
  /** Ids of the schools. */
  readonly schools: readonly number[];
  /** The permission; 4 is the learner's. */
  readonly permission: number;
  /** The CPF, in digits. */
  readonly cpf?: string | undefined;
  /** The registration number. */
  readonly academic_register?: string | undefined;
  /** The RG. */
  readonly rg?: string | undefined;
  /** The CNPJ. */
  readonly cnpj?: string | undefined;
  /** The phone number. */
  readonly phone?: string | undefined;
  /** The day of birth. */
  readonly birth_date?: string | undefined;
  /** The address. */
  readonly address?: AddressChanges | undefined;
}

/** An enrollment in a package. */
export interface MockEnrollment {
  /** The package. */
  readonly planUuid: string;
  /** The learner. */
  readonly userId: number;
  /** The state. */
  readonly status: "active" | "expired";
  /** Its last day. */
  readonly expires_at: string | null;
  /** The schools that it was made for. */
  readonly schools: readonly number[];
  /** How many requests have made it: more than one tells of a write that was sent twice. */
  readonly times: number;
}

/** A learner's place in a class. */
export interface MockRegistration extends AttachedUser {
  /** The place's own id. */
  readonly registrationId: string;
  /** The class. */
  readonly classId: string;
  /** The learner. */
  readonly userId: number;
}

/** What a mock holds at its start; each list that is given replaces the mock's own. */
export interface ToolzzSeed {
  /** The course packages. @default 35 of them */
  readonly plans?: readonly Plan[];
  /** The users. @default one administrator and two learners */
  readonly users?: readonly MockUser[];
  /** Ids of the institution's schools. @default 1, 2 and 3 */
  readonly schools?: readonly number[];
  /** The free courses. @default 20 courses, two of them drafts, and 4 curricular components */
  readonly courses?: readonly MockCourse[];
  /** The classes. @default one for each course */
  readonly classes?: readonly MockClass[];
  /** E-mail addresses of the learners of packages, by the package's UUID. @default owner@example.com in the first */
  readonly enrolled?: Readonly<Record<string, readonly string[]>>;
}
