import type { MockServerBuilder } from "@kelaskit/core/testing";
import {
  clone,
  create,
  type CreateLearningPathParams,
  type DeletedLearningPaths,
  delete as remove,
  get,
  type LearningPath,
  type LearningPathRecord,
  list,
  lookup,
  lookupAll,
  update,
} from "../learning-paths/index.ts";
import { mockTime, toMinutes } from "./dates.ts";
import { hasWords, pageOf, toNumber } from "./pages.ts";
import { listedStatus, slugOf, storedStatus } from "./published.ts";
import { notFound, unknownIds } from "./reply.ts";
import { portalScope } from "./scope.ts";
import type { MockLearningPath } from "./records.ts";
import type { AcademyStore } from "./store.ts";
import { given, savedIds, savedNumber, savedText } from "./values.ts";

function learningPathRecord({ id, name, status, createdAt }: MockLearningPath): LearningPathRecord {
  return {
    id,
    name,
    status: listedStatus(status),
    display_status: listedStatus(status),
    created_at: toMinutes(createdAt),
  };
}

function learningPath(store: AcademyStore, path: MockLearningPath): LearningPath {
  const { id, name, status, courses, details } = path;
  const prerequisites = savedIds(details["prerequisites"]);
  return {
    id,
    name,
    slug: slugOf(name),
    status: listedStatus(status),
    instructions: savedText(details["instructions"]),
    featuredImageUrl: savedText(details["featuredImageUrl"]),
    credits: savedNumber(details["credits"]),
    certificates: savedIds(details["certificates"]),
    accredible_group_id: [],
    courses: courses.map((course) => ({ label: store.courses.get(course)?.name ?? null, value: course })),
    prerequisites: Object.fromEntries(courses.map((course) => [course, prerequisites.includes(course)])),
    categories: savedIds(details["categories"]),
  };
}

function settingsOf({ name, status, courses, ...details }: CreateLearningPathParams) {
  return {
    name,
    status: storedStatus(status),
    courses: [...new Set(courses.map(toNumber))],
    details: given(details),
  };
}

/** A learning path may be kept for several reasons: it is then in several lists. The mock has no products. */
function deleteLearningPaths(store: AcademyStore, paths: readonly MockLearningPath[]): DeletedLearningPaths {
  const all = paths.map((path) => ({
    path,
    isEnrolled: store.enrollmentsIn("learningPath", path.id).length > 0,
    portals: [...store.portals.values()].filter(({ learningPaths }) => learningPaths.includes(path.id)),
  }));
  const enrolled = all.filter(({ isEnrolled }) => isEnrolled);
  const inPortals = all.filter(({ portals }) => portals.length > 0);
  const gone = all.filter(({ isEnrolled, portals }) => !isEnrolled && portals.length === 0);
  for (const { path } of gone) store.learningPaths.delete(path.id);
  return {
    message: `${gone.length} learning path(s) deleted, ${all.length - gone.length} learning path(s) not deleted`,
    deletedLearningPaths: gone.length,
    notDeletedLearningPaths: enrolled.map(({ path }) => path.id),
    enrolledLearningPaths: enrolled.map(({ path: { id, name } }) => ({ id, name })),
    notDeletedPortalLearningPaths: inPortals.map(({ path }) => path.id),
    portalLearningPaths: Object.fromEntries(
      inPortals.map(({ path, portals }) => [path.name, portals.map(({ id, name }) => ({ id, name }))]),
    ),
    notDeletedProductLearningPath: [],
    productLearningPaths: [],
  };
}

/** Handlers for the catalog of learning paths and its editing. */
export function mockLearningPathCatalog(server: MockServerBuilder, store: AcademyStore): void {
  const add = (settings: Omit<MockLearningPath, "id" | "createdAt">): number => {
    const id = store.nextId();
    store.learningPaths.set(id, { id, createdAt: mockTime, ...settings });
    return id;
  };
  server.on(list, ({ params }) => {
    const all = [...store.learningPaths.values()];
    const found = all.filter(({ name }) => hasWords(name, params.search_param?.name));
    return pageOf(found.map(learningPathRecord), params, all.length);
  });
  server.on(get, ({ params: { id } }) => {
    const path = store.learningPaths.get(toNumber(id));
    return path === undefined ? notFound("learning path") : learningPath(store, path);
  });
  server.on(create, ({ params }) => {
    const refusal = unknownIds("courses", params.courses, store.courses);
    return refusal ?? { id: add(settingsOf(params)), message: "Learning path created successfully" };
  });
  // Learners already enrolled do not receive the courses that an update adds, and omitted fields are kept: neither is documented.
  server.on(update, ({ params: { id, ...settings } }) => {
    const path = store.learningPaths.get(toNumber(id));
    if (path === undefined) return notFound("learning path");
    const refusal = unknownIds("courses", settings.courses, store.courses);
    if (refusal !== undefined) return refusal;
    const { details, ...changes } = settingsOf(settings);
    Object.assign(path, changes, { details: { ...path.details, ...details } });
    return { id: path.id, message: "Learning path updated successfully" };
  });
  server.on(remove, ({ params: { delete_ids: ids } }) => {
    const paths = [...new Set(ids.map(toNumber))].flatMap((id) => store.learningPaths.get(id) ?? []);
    return unknownIds("delete_ids", ids, store.learningPaths) ?? deleteLearningPaths(store, paths);
  });
  // The copy is named as the copy of a course is: with "_copy" (deduced).
  server.on(clone, ({ params: { learningPathId, isDeepCopy } }) => {
    const path = store.learningPaths.get(toNumber(learningPathId));
    if (path === undefined) return notFound("learning path");
    const { name, status, courses, details } = path;
    const { categories: _, ...others } = details;
    add({
      name: `${name}_copy`,
      status,
      courses: isDeepCopy ? courses : [],
      details: isDeepCopy ? details : others,
    });
    return { message: "Learning path cloned successfully" };
  });
  server.on(lookup, ({ params: { search_term: term } }) => ({
    learning_paths: [...store.learningPaths.values()]
      .filter(({ name }) => hasWords(name, term))
      .map(({ id, name }) => ({ value: id, label: name })),
  }));
  server.on(lookupAll, ({ params: { portalId, type, search_term: term } }) => {
    // Here, a portal id that does not exist means every portal, as the vendor says.
    const isKnown = portalId !== undefined && store.portals.has(toNumber(portalId));
    const scope = portalScope(store, isKnown ? portalId : undefined);
    // A learning path cannot be private: all are public (deduced).
    if (type === "private") return [];
    return [...store.learningPaths.values()]
      .filter(({ id, name }) => hasWords(name, term) && scope.has("learningPath", id))
      .map(({ id, name }) => ({ id, name }));
  });
}
