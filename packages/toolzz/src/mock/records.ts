import type { AttachedUser } from "../classes.ts";
import type { Content } from "../contents.ts";
import type { Course } from "../courses.ts";
import type { LibraryContent } from "../library.ts";
import type { Plan } from "../plans.ts";
import type { Progress } from "../reports.ts";
import type { AddressChanges } from "../users.ts";

/** A course in the mock. */
export interface MockCourse extends Course {
  /** Whether it is published; not sent. */
  readonly published: boolean;
}

/** A class in the mock. */
export interface MockClass {
  /** The id. */
  readonly id: string;
  /** The name. */
  readonly name: string;
  /** Its school. */
  readonly schoolId: number;
}

/** A user in the mock. */
export interface MockUser {
  /** The id. */
  readonly id: number;
  /** The UUID. */
  readonly uuid: string;
  /** The name. */
  readonly name: string;
  /** The e-mail address, which identifies the learners of packages. */
  readonly email: string;
  /** The ids of the schools. */
  readonly schools: readonly number[];
  /** The permission; learners have 4. */
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
  /** The date of birth. */
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
  /** The status. */
  readonly status: "active" | "expired";
  /** Its last day. */
  readonly expires_at: string | null;
  /** The schools it was made for. */
  readonly schools: readonly number[];
  /** How many requests enrolled the learner; more than one means that a write was sent twice. */
  readonly times: number;
}

/** The enrollment of a learner in a class. */
export interface MockRegistration extends AttachedUser {
  /** The id of the enrollment. */
  readonly registrationId: string;
  /** The class. */
  readonly classId: string;
  /** The learner. */
  readonly userId: number;
}

/** A content in the mock. */
export interface MockContent extends Content {
  /** Its course; not sent. */
  readonly courseId?: number | undefined;
  /** Its tags; not sent. */
  readonly tags: readonly string[];
}

/** A content of the library in the mock. */
export interface MockLibraryContent extends LibraryContent {
  /** Whether an active course uses it, so that it cannot be deleted; not sent. */
  readonly inUse: boolean;
}

/** A user's progress in a course of a school, in the mock. */
export interface MockProgress extends Progress {
  /** The school; not sent. */
  readonly schoolId: number;
  /** The day it was made, as `YYYY-MM-DD`; not sent. */
  readonly day: string;
}

/** The initial data of a mock; each list that you give replaces the default one. */
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
  /** The contents of courses and of the catalog. @default 20 of them */
  readonly contents?: readonly MockContent[];
  /** The contents of the library. @default 12 of them; a course uses the first */
  readonly library?: readonly MockLibraryContent[];
  /** The progress of users in courses. @default that of two learners in 20 courses */
  readonly progress?: readonly MockProgress[];
  /** The e-mail addresses of the learners of each package, by its UUID. @default owner@example.com in the first */
  readonly enrolled?: Readonly<Record<string, readonly string[]>>;
}
