import type { MockServerBuilder } from "@kelaskit/core/testing";
import {
  clone,
  type CourseRecord,
  type CourseSearch,
  type DeletedCourses,
  delete as remove,
  get,
  list,
  lookup,
  lookupAll,
  quickEdit,
  save,
  setAutoEnrolledCourses,
  update,
  type UpdateCourseParams,
} from "../courses/index.ts";
import type { NamedOption } from "../shared/shapes.ts";
import { courseReply } from "./course-reply.ts";
import { mockTime, toMinutes } from "./dates.ts";
import { hasWords, pageOf, toNumber } from "./pages.ts";
import { capitalized, categoryNames, fullName, keyOwner } from "./people.ts";
import { listedStatus, slugOf, statusWord, storedStatus } from "./published.ts";
import { invalidReply, notFound, unknownIds } from "./reply.ts";
import { portalScope } from "./scope.ts";
import type { MockCourse } from "./records.ts";
import type { AcademyStore } from "./store.ts";
import { given, savedIds } from "./values.ts";

function courseRecord(store: AcademyStore, course: MockCourse): CourseRecord {
  const { id, name, status, createdAt, authorId, details } = course;
  const author = authorId === undefined ? undefined : store.users.get(authorId);
  return {
    id,
    name,
    slug: slugOf(name),
    status: listedStatus(status),
    display_status: capitalized(statusWord(status)),
    categories: categoryNames(store, savedIds(details["categories"])).join(", "),
    author: author === undefined ? null : fullName(author),
    created_at: toMinutes(createdAt),
    certificate_template_id: savedIds(details["certificateTemplates"])[0] ?? null,
    accredible_group_id: savedIds(details["accredibleGroupId"]),
  };
}

function isFound({ name, status, details }: MockCourse, search: CourseSearch = {}): boolean {
  const { courseCategoryIds: categories = [], courseName, status: wanted = "" } = search;
  const own = savedIds(details["categories"]);
  return (
    hasWords(name, courseName) &&
    (wanted === "" || listedStatus(storedStatus(wanted)) === listedStatus(status)) &&
    (categories.length === 0 || categories.some((category) => own.includes(toNumber(category))))
  );
}

function change(course: MockCourse, { id: _, name, status, ...settings }: UpdateCourseParams): void {
  course.name = name ?? course.name;
  course.status = status === undefined ? course.status : storedStatus(status);
  course.details = { ...course.details, ...given(settings) };
}

function addCourse(store: AcademyStore, course: Pick<MockCourse, "name" | "status" | "details">): number {
  const id = store.nextId();
  store.courses.set(id, { id, createdAt: mockTime, authorId: keyOwner, ...course });
  return id;
}

interface CourseUses {
  readonly course: MockCourse;
  readonly isEnrolled: boolean;
  readonly isAutomatic: boolean;
  readonly learningPaths: readonly NamedOption[];
  readonly portals: readonly NamedOption[];
}

function usesOf(store: AcademyStore, course: MockCourse): CourseUses {
  const { id } = course;
  return {
    course,
    isEnrolled: store.enrollmentsIn("course", id).length > 0,
    isAutomatic: store.autoEnrolledCourses.includes(id),
    learningPaths: [...store.learningPaths.values()].filter(({ courses }) => courses.includes(id)),
    portals: [...store.portals.values()].filter(({ courses }) => courses.includes(id)),
  };
}

function isUsed({ isEnrolled, isAutomatic, learningPaths, portals }: CourseUses): boolean {
  return isEnrolled || isAutomatic || learningPaths.length > 0 || portals.length > 0;
}

function named({ id, name }: NamedOption): NamedOption {
  return { id, name };
}

function idsOf(uses: readonly CourseUses[]): readonly number[] {
  return uses.map(({ course }) => course.id);
}

/** A course may be kept for several reasons: it is then in several lists. The mock has no products. */
function deleteCourses(store: AcademyStore, courses: readonly MockCourse[]): DeletedCourses {
  const all = courses.map((course) => usesOf(store, course));
  const [kept, gone] = [all.filter(isUsed), all.filter((uses) => !isUsed(uses))];
  for (const { course } of gone) store.courses.delete(course.id);
  const enrolled = kept.filter(({ isEnrolled }) => isEnrolled);
  const automatic = kept.filter(({ isAutomatic }) => isAutomatic);
  const inPaths = kept.filter(({ learningPaths }) => learningPaths.length > 0);
  const inPortals = kept.filter(({ portals }) => portals.length > 0);
  return {
    message: `${gone.length} course(s) deleted, ${kept.length} course(s) not deleted`,
    deletedCourses: idsOf(gone),
    notDeletedCourses: idsOf(enrolled),
    enrolledCourses: enrolled.map(({ course }) => named(course)),
    notDeletedProductCourses: [],
    productCourses: {},
    notDeletedAutoEnrolledCourses: idsOf(automatic),
    autoEnrolledCourses: automatic.map(({ course }) => ({ courseId: course.id, courseName: course.name })),
    notDeletedLearningPathCourses: idsOf(inPaths),
    learningPathCourses: Object.fromEntries(
      inPaths.map(({ course, learningPaths }) => [
        course.name,
        learningPaths.map(({ id, name }) => ({ id, title: name })),
      ]),
    ),
    notDeletedPortalCourses: idsOf(inPortals),
    portalCourses: Object.fromEntries(
      inPortals.map(({ course, portals }) => [course.name, portals.map(named)]),
    ),
  };
}

/** Handlers for the catalog of courses and its editing. */
export function mockCourseCatalog(server: MockServerBuilder, store: AcademyStore): void {
  server.on(list, ({ params }) => {
    const found = [...store.courses.values()].filter((course) => isFound(course, params.search_param));
    return pageOf(
      found.map((course) => courseRecord(store, course)),
      params,
      store.courses.size,
    );
  });
  server.on(get, ({ params: { id } }) => {
    const course = store.courses.get(toNumber(id));
    return course === undefined ? notFound("course") : courseReply(store, course);
  });
  server.on(update, ({ params }) => {
    const course = store.courses.get(toNumber(params.id));
    if (course === undefined) return notFound("course");
    change(course, params);
    return { message: "Course updated successfully" };
  });
  // The vendor says that it also creates courses, but not how: here, an unknown id creates one, with a new id. Its
  // reply is not documented either. What a published course needs is not checked.
  server.on(save, ({ params }) => {
    const course = store.courses.get(toNumber(params.id));
    if (course !== undefined) {
      change(course, params);
      return { id: course.id, message: "Course saved successfully" };
    }
    const { id: _, name, status = "draft", ...settings } = params;
    if (name === undefined) return invalidReply([{ field: "name", message: "The name field is required." }]);
    const id = addCourse(store, { name, status: storedStatus(status), details: given(settings) });
    return { id, message: "Course saved successfully" };
  });
  server.on(quickEdit, ({ params }) => {
    const { course_ids: ids, author_id: author, categories_id: categories } = params;
    const refusal =
      unknownIds("course_ids", ids, store.courses) ??
      unknownIds("author_id", author === undefined ? [] : [author], store.users);
    if (refusal !== undefined) return refusal;
    for (const id of ids) {
      const course = store.courses.get(toNumber(id));
      if (course === undefined) continue;
      if (author !== undefined) course.authorId = toNumber(author);
      // They replace the existing ones (not documented).
      course.details = { ...course.details, ...given({ categories }) };
    }
    return { message: `${ids.length} course(s) updated` };
  });
  // The copy has the same modules, deep or not: modules are not in the store.
  server.on(clone, ({ params: { course_id: id } }) => {
    const course = store.courses.get(toNumber(id));
    if (course === undefined) return notFound("course");
    addCourse(store, { name: `${course.name}_copy`, status: course.status, details: course.details });
    return { message: "Course cloned successfully" };
  });
  server.on(remove, ({ params: { delete_ids: ids } }) => {
    const courses = [...new Set(ids.map(toNumber))].flatMap((id) => store.courses.get(id) ?? []);
    return unknownIds("delete_ids", ids, store.courses) ?? deleteCourses(store, courses);
  });
  server.on(lookup, ({ params: { search_term: term, portalId, type } }) => {
    const scope = portalScope(store, portalId);
    const throughPaths = new Set(
      [...store.learningPaths.values()]
        .filter(({ id }) => type === "report" && scope.has("learningPath", id))
        .flatMap(({ courses }) => courses),
    );
    return [...store.courses.values()]
      .filter(({ id, name }) => hasWords(name, term) && (scope.has("course", id) || throughPaths.has(id)))
      .map(({ id, name }) => ({ value: id, label: name }));
  });
  server.on(lookupAll, ({ params: { portalId } }) => {
    const scope = portalScope(store, portalId);
    return [...store.courses.values()].filter(({ id }) => scope.has("course", id)).map(named);
  });
  server.on(setAutoEnrolledCourses, ({ params: { courses } }) => {
    const refusal = unknownIds("courses", courses, store.courses);
    if (refusal !== undefined) return refusal;
    store.autoEnrolledCourses = courses.map(toNumber);
    return { message: "Courses updated successfully", type: "success", title: "Success" };
  });
}
