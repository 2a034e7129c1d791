import { checkMockOptions } from "@kelaskit/core/testing";
import type { AttachedUser } from "../classes.ts";
import type { CreateLibraryContentParams, UpdateLibraryContentParams } from "../library.ts";
import type { EnrollParams, Plan } from "../plans.ts";
import type { CreateUserParams, UserChanges } from "../users.ts";
import { defaultSeed, mockIsoTime, mockUuid } from "./fixtures.ts";
import type {
  MockClass,
  MockContent,
  MockCourse,
  MockEnrollment,
  MockLibraryContent,
  MockProgress,
  MockRegistration,
  MockUser,
  ToolzzSeed,
} from "./records.ts";

function digitsOf(text: string): string {
  return text.replaceAll(/\D/g, "");
}

/** The data of a mock, for assertions. */
export class ToolzzStore {
  /** Course packages by UUID. */
  readonly plans: ReadonlyMap<string, Plan>;
  /** Free courses. */
  readonly courses: readonly MockCourse[];
  /** Contents of courses and of the catalog. */
  readonly contents: readonly MockContent[];
  /** The progress of users in courses. */
  readonly progress: readonly MockProgress[];
  /** Classes by id. */
  readonly classes: ReadonlyMap<string, MockClass>;
  /** Ids of the institution's schools. */
  readonly schools: ReadonlySet<number>;
  readonly #seed: Required<ToolzzSeed>;
  #users = new Map<number, MockUser>();
  #enrollments: MockEnrollment[] = [];
  #registrations: MockRegistration[] = [];
  #library = new Map<number, MockLibraryContent>();
  #registered = 0;

  constructor(seed: ToolzzSeed) {
    checkMockOptions("createMockToolzz: seed", seed, defaultSeed);
    const data = { ...defaultSeed, ...seed };
    this.#seed = data;
    this.plans = new Map(data.plans.map((plan) => [plan.uuid, plan]));
    this.courses = data.courses;
    this.contents = data.contents;
    this.progress = data.progress;
    this.classes = new Map(data.classes.map((entry) => [entry.id, entry]));
    this.schools = new Set(data.schools);
    this.reset();
  }

  /** Restores the initial data. */
  reset(): void {
    this.#users = new Map(this.#seed.users.map((user) => [user.id, user]));
    this.#enrollments = [];
    this.#registrations = [];
    this.#library = new Map(this.#seed.library.map((content) => [content.id, content]));
    this.#registered = 0;
    for (const [planUuid, emails] of Object.entries(this.#seed.enrolled)) {
      for (const email of emails) this.enroll({ planUuid, email, nome: email, schools: [] });
    }
  }

  /** The users by id, including those registered by an enrollment. */
  get users(): ReadonlyMap<number, MockUser> {
    return this.#users;
  }

  /** The enrollments in packages, oldest first. */
  get enrollments(): readonly MockEnrollment[] {
    return this.#enrollments;
  }

  /** The enrollments in classes, oldest first. */
  get registrations(): readonly MockRegistration[] {
    return this.#registrations;
  }

  /** The contents of the library by id. */
  get library(): ReadonlyMap<number, MockLibraryContent> {
    return this.#library;
  }

  /** The learners who are enrolled in no package and no class. */
  get unenrolled(): readonly MockUser[] {
    const enrolled = new Set([...this.#enrollments, ...this.#registrations].map(({ userId }) => userId));
    return [...this.#users.values()].filter(({ id, permission }) => permission === 4 && !enrolled.has(id));
  }

  /** The user with an e-mail address or CPF. */
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

  /** Updates a user; omitted fields are kept. */
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

  /** The enrollments in a package, with their learners. */
  learnersOf(planUuid: string): readonly (MockEnrollment & { readonly user: MockUser })[] {
    return this.#enrollments.flatMap((enrollment) => {
      const user = this.#users.get(enrollment.userId);
      return user === undefined || enrollment.planUuid !== planUuid ? [] : [{ ...enrollment, user }];
    });
  }

  /** Enrolls a learner, and registers a new one. An existing enrollment is replaced. */
  enroll({ planUuid, email, nome, schools, status = "active", expires_at }: EnrollParams): MockEnrollment {
    const user = this.findUser("email", email) ?? this.addUser({ email, name: nome, schools, permission: 4 });
    const isSame = (other: MockEnrollment): boolean =>
      other.planUuid === planUuid && other.userId === user.id;
    const times = (this.#enrollments.find(isSame)?.times ?? 0) + 1;
    const made = { planUuid, userId: user.id, status, expires_at: expires_at ?? null, schools, times };
    this.#enrollments = [...this.#enrollments.filter((other) => !isSame(other)), made];
    return made;
  }

  /** Ends an enrollment; returns false when there is none. */
  unenroll(planUuid: string, email: string): boolean {
    const userId = this.findUser("email", email)?.id;
    const kept = this.#enrollments.filter((other) => other.planUuid !== planUuid || other.userId !== userId);
    const wasEnrolled = kept.length < this.#enrollments.length;
    this.#enrollments = kept;
    return wasEnrolled;
  }

  /** Enrolls a learner in a class. */
  attach(classId: string, user: MockUser, fields: AttachedUser): MockRegistration {
    this.#registered += 1;
    const registrationId = String(this.#registered);
    const made = { ...fields, registrationId, classId, userId: user.id };
    const isSame = (other: MockRegistration): boolean =>
      other.classId === classId && other.userId === user.id;
    this.#registrations = [...this.#registrations.filter((other) => !isSame(other)), made];
    return made;
  }

  /** Removes a learner from a class. */
  detach(classId: string, user: MockUser): void {
    this.#registrations = this.#registrations.filter(
      (other) => other.classId !== classId || other.userId !== user.id,
    );
  }

  /** Adds a content to the library. */
  addLibraryContent({ difficultyLevel, ...fields }: CreateLibraryContentParams): MockLibraryContent {
    const id = Math.max(1000, ...this.#library.keys()) + 1;
    const times = { createdAt: mockIsoTime, updatedAt: mockIsoTime };
    const made = { status: 0, ...fields, ...times, id, difficulty: difficultyLevel ?? null, inUse: false };
    this.#library.set(id, made);
    return made;
  }

  /** Updates a content of the library; omitted fields are kept. */
  updateLibraryContent(
    content: MockLibraryContent,
    { id: _, difficultyLevel, ...changes }: UpdateLibraryContentParams,
  ): MockLibraryContent {
    const given = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
    const changed = { ...content, ...given, difficulty: difficultyLevel ?? content.difficulty };
    this.#library.set(content.id, changed);
    return changed;
  }

  /** Deletes a content of the library. */
  deleteLibraryContent(id: number): void {
    this.#library.delete(id);
  }
}
