import { checkMockOptions } from "@kelaskit/core/testing";
import type { AttachedUser } from "../classes.ts";
import type { Course } from "../courses.ts";
import type { EnrollParams, Plan } from "../plans.ts";
import type { AddressChanges, CreateUserParams, UserChanges } from "../users.ts";
import { defaultSeed, mockUuid } from "./fixtures.ts";

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

function digitsOf(text: string): string {
  return text.replaceAll(/\D/g, "");
}

/** Everything that a mock holds, to look at in assertions. */
export class ToolzzStore {
  /** Course packages by UUID. */
  readonly plans: ReadonlyMap<string, Plan>;
  /** Free courses. */
  readonly courses: readonly MockCourse[];
  /** Classes by id. */
  readonly classes: ReadonlyMap<string, MockClass>;
  /** Ids of the institution's schools. */
  readonly schools: ReadonlySet<number>;
  readonly #seed: Required<ToolzzSeed>;
  #users = new Map<number, MockUser>();
  #enrollments: MockEnrollment[] = [];
  #registrations: MockRegistration[] = [];
  #registered = 0;

  constructor(seed: ToolzzSeed) {
    checkMockOptions("createMockToolzz: seed", seed, defaultSeed);
    const data = { ...defaultSeed, ...seed };
    this.#seed = data;
    this.plans = new Map(data.plans.map((plan) => [plan.uuid, plan]));
    this.courses = data.courses;
    this.classes = new Map(data.classes.map((entry) => [entry.id, entry]));
    this.schools = new Set(data.schools);
    this.reset();
  }

  /** Holds its seed again, and nothing else. */
  reset(): void {
    this.#users = new Map(this.#seed.users.map((user) => [user.id, user]));
    this.#enrollments = [];
    this.#registrations = [];
    this.#registered = 0;
    for (const [planUuid, emails] of Object.entries(this.#seed.enrolled)) {
      for (const email of emails) this.enroll({ planUuid, email, nome: email, schools: [] });
    }
  }

  /** The users by id, those included who came with an enrollment. */
  get users(): ReadonlyMap<number, MockUser> {
    return this.#users;
  }

  /** The enrollments in packages, in the order in which they were made. */
  get enrollments(): readonly MockEnrollment[] {
    return this.#enrollments;
  }

  /** The places in classes, in the order in which they were given. */
  get registrations(): readonly MockRegistration[] {
    return this.#registrations;
  }

  /** The user of an e-mail address or CPF. */
  findUser(by: "email" | "cpf", value: string): MockUser | undefined {
    return [...this.#users.values()].find((user) =>
      by === "email"
        ? user.email.toLowerCase() === value.toLowerCase()
        : user.cpf !== undefined && digitsOf(user.cpf) === digitsOf(value),
    );
  }

  /** Registers a user. */
  addUser({ password: _, ...fields }: CreateUserParams): MockUser {
    const id = Math.max(0, ...this.#users.keys()) + 1;
    const user = { ...fields, id, uuid: mockUuid("user", id) };
    this.#users.set(id, user);
    return user;
  }

  /** Changes a user; fields that are left out are kept. */
  updateUser(user: MockUser, { school_ids: schools, address, ...changes }: UserChanges): MockUser {
    const given = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
    const changed = {
      ...user,
      ...given,
      schools: schools ?? user.schools,
      address: address === undefined ? user.address : { ...user.address, ...address },
    };
    this.#users.set(user.id, changed);
    return changed;
  }

  /** The learners of a package with their enrollments. */
  learnersOf(planUuid: string): readonly (MockEnrollment & { readonly user: MockUser })[] {
    return this.#enrollments.flatMap((enrollment) => {
      const user = this.#users.get(enrollment.userId);
      return user === undefined || enrollment.planUuid !== planUuid ? [] : [{ ...enrollment, user }];
    });
  }

  /** Enrols a learner, who is registered if need be. Whoever is enrolled already stays so once, as the last request says. */
  enroll({ planUuid, email, nome, schools, status = "active", expires_at }: EnrollParams): MockEnrollment {
    const user = this.findUser("email", email) ?? this.addUser({ email, name: nome, schools, permission: 4 });
    const isSame = (other: MockEnrollment): boolean =>
      other.planUuid === planUuid && other.userId === user.id;
    const times = (this.#enrollments.find(isSame)?.times ?? 0) + 1;
    const made = { planUuid, userId: user.id, status, expires_at: expires_at ?? null, schools, times };
    this.#enrollments = [...this.#enrollments.filter((other) => !isSame(other)), made];
    return made;
  }

  /** Ends an enrollment; false when there is none. */
  unenroll(planUuid: string, email: string): boolean {
    const userId = this.findUser("email", email)?.id;
    const kept = this.#enrollments.filter((other) => other.planUuid !== planUuid || other.userId !== userId);
    const wasEnrolled = kept.length < this.#enrollments.length;
    this.#enrollments = kept;
    return wasEnrolled;
  }

  /** Gives a learner a place in a class. */
  attach(classId: string, user: MockUser, fields: AttachedUser): MockRegistration {
    this.#registered += 1;
    const registrationId = String(this.#registered);
    const made = { ...fields, registrationId, classId, userId: user.id };
    const isSame = (other: MockRegistration): boolean =>
      other.classId === classId && other.userId === user.id;
    this.#registrations = [...this.#registrations.filter((other) => !isSame(other)), made];
    return made;
  }

  /** Takes a learner's place in a class away. */
  detach(classId: string, user: MockUser): void {
    this.#registrations = this.#registrations.filter(
      (other) => other.classId !== classId || other.userId !== user.id,
    );
  }
}
