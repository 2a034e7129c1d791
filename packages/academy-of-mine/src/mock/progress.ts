import { mockTime } from "./dates.ts";
import type { MockEnrollment } from "./records.ts";
import type { AcademyStore } from "./store.ts";

type Status = MockEnrollment["status"];

const statuses: readonly Status[] = ["Not Started", "In Progress", "Completed"];

/** The statuses that an enrollment can have, as `courses.lookupStatuses` lists them. */
export function isStatus(text: string): text is Status {
  return statuses.some((status) => status === text);
}

function putStatus(enrollment: MockEnrollment, status: Status): void {
  enrollment.status = status;
  if (status === "Not Started") {
    enrollment.startedAt = null;
    enrollment.completedAt = null;
    enrollment.percentComplete = 0;
  } else if (status === "In Progress") {
    enrollment.startedAt ??= mockTime;
    enrollment.completedAt = null;
    if (enrollment.percentComplete === 100) enrollment.percentComplete = 0;
  } else {
    enrollment.startedAt ??= mockTime;
    enrollment.completedAt ??= mockTime;
    enrollment.percentComplete = 100;
  }
}

/** A user's enrollments in the courses of a learning path, in its order; `undefined` for those that are not taken. */
export function coursesOf(
  store: AcademyStore,
  { contentId, userId }: Pick<MockEnrollment, "contentId" | "userId">,
): readonly (MockEnrollment | undefined)[] {
  const courses = store.learningPaths.get(contentId)?.courses ?? [];
  return courses.map((course) => store.enrollmentOf("course", course, userId));
}

/** How many of a learning path's courses a learner has completed. */
export function completedCourses(store: AcademyStore, enrollment: MockEnrollment): number {
  return coursesOf(store, enrollment).filter((course) => course?.status === "Completed").length;
}

/** A learner's progress in a learning path is that in its courses (deduced). */
function followCourses(store: AcademyStore, userId: number): void {
  for (const enrollment of store.enrollmentsOf("learningPath", userId)) {
    const courses = coursesOf(store, enrollment);
    if (courses.length === 0) continue;
    const isStarted =
      enrollment.startedAt !== null || courses.some((course) => (course?.startedAt ?? null) !== null);
    const isCompleted = courses.every((course) => course?.status === "Completed");
    putStatus(enrollment, isCompleted ? "Completed" : isStarted ? "In Progress" : "Not Started");
    const percents = courses.map((course) => course?.percentComplete ?? 0);
    enrollment.percentComplete = Math.round(percents.reduce((sum, each) => sum + each, 0) / courses.length);
  }
}

/** Gives a learner another status, with the dates and the percentage that go with it. */
export function setStatus(store: AcademyStore, enrollment: MockEnrollment, status: Status): void {
  putStatus(enrollment, status);
  followCourses(store, enrollment.userId);
}

/** Opens what a learner takes, which begins it. Who may not open it does not begin it (deduced). */
export function begin(store: AcademyStore, enrollment: MockEnrollment): void {
  if (!enrollment.isAllowed) return;
  enrollment.lastAccessedAt = mockTime;
  if (enrollment.status === "Not Started") setStatus(store, enrollment, "In Progress");
}

/** Resets a learner's progress in a course; certificates are kept. */
export function reset(store: AcademyStore, enrollment: MockEnrollment): void {
  enrollment.lastAccessedAt = null;
  enrollment.moduleStatuses = {};
  setStatus(store, enrollment, "Not Started");
}

/** Gives a certificate; each time another one (deduced). */
export function giveCertificate(store: AcademyStore, enrollment: MockEnrollment, title: string): void {
  const certificate = { id: store.nextId(), title, issuedAt: mockTime, validTill: null };
  enrollment.certificates = [...enrollment.certificates, certificate];
}
