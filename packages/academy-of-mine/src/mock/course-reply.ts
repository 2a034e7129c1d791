import type { Course, CourseModule } from "../courses/index.ts";
import { slugOf, statusWord } from "./published.ts";
import type { MockCourse } from "./records.ts";
import type { AcademyStore } from "./store.ts";
import { savedFlag, savedIds, savedNumber, savedText } from "./values.ts";

function isFields(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The modules that were saved with a course, by the vendor's names. */
export function savedModules({ details }: MockCourse): readonly Readonly<Record<string, unknown>>[] {
  return [details["modules"] ?? []].flat().filter(isFields);
}

function courseModule(module: Readonly<Record<string, unknown>>, index: number): CourseModule {
  const [id = null] = savedIds(module["module_id"]);
  return {
    module_id: id,
    display_order: savedNumber(module["display_order"]) ?? index + 1,
    name: savedText(module["name"]) ?? `Module ${String(id)}`,
    type: savedText(module["type"]) ?? "text",
    icon: null,
    is_locked: savedFlag(module["is_locked"]) ?? false,
    drip_rules: savedText(module["drip_rules"]) ?? "immediately",
    drip_fixed_date: module["drip_fixed_date"] ?? null,
    drip_interval: module["drip_interval"] ?? null,
    drip_interval_unit: savedText(module["drip_interval_unit"]) ?? "day",
    drip_calculation_reference: savedText(module["drip_calculation_reference"]) ?? "registration_date",
    selectedModuleBadgeId: savedNumber(module["selectedModuleBadgeId"]),
    modulePoints: savedNumber(module["modulePoints"]),
    isModuleBadgeSelected: savedText(module["isModuleBadgeSelected"]),
    minSpentHour: savedNumber(module["minSpentHour"]) ?? 0,
    minSpentMinutes: savedNumber(module["minSpentMinutes"]) ?? 0,
  };
}

/** A grading rule is a list in requests and a string in replies. */
function gradingRule(rules: unknown): string | null {
  const first = [rules ?? []].flat().find(isFields);
  return savedText(first?.["type"]);
}

/** A course as its editor reads it. */
export function courseReply(store: AcademyStore, course: MockCourse): Course {
  const { id, name, status, details } = course;
  const learningPaths = [...store.learningPaths.values()].filter(({ courses }) => courses.includes(id));
  return {
    id,
    name,
    slug: slugOf(name),
    instructions: savedText(details["instructions"]),
    credits: savedNumber(details["credits"]),
    estimatedCompletion: savedNumber(details["estimatedCompletion"]),
    estimationCompletedUnit: savedText(details["estimationCompletedUnit"]),
    minPassingPercentage: savedNumber(details["minPassingPercentage"]),
    gradingRule: gradingRule(details["gradingRule"]),
    durationRule: savedText(details["durationRule"]) ?? "unlimited",
    durationSpecificDate: savedText(details["durationSpecificDate"]),
    durationDays: savedNumber(details["durationDays"]),
    selectedBadgeId: savedNumber(details["selectedBadgeId"]),
    isBadgeSelected: savedText(details["isBadgeSelected"]),
    points: savedNumber(details["points"]),
    status: statusWord(status),
    certificateTemplates: savedIds(details["certificateTemplates"]),
    associatedProduct: [],
    shopifyProducts: savedIds(details["shopifyProducts"]),
    certificateExpiresAfter: savedNumber(details["certificateExpiresAfter"]),
    certificateExpiresAfterGracePeriod: savedNumber(details["certificateExpiresAfterGracePeriod"]),
    accredibleGroupId: savedIds(details["accredibleGroupId"]),
    enableCourseRating: savedFlag(details["enableCourseRating"]) ?? false,
    completionCriteria: savedText(details["completionCriteria"]),
    hasAssociatedProduct: false,
    modules: savedModules(course).map(courseModule),
    categories: savedIds(details["categories"]),
    gradeModules: [],
    selectedModules: savedIds(details["selectedModules"]),
    learningPaths: learningPaths.map((path) => ({
      learning_path_id: path.id,
      learning_path_name: path.name,
    })),
    learningResources: savedIds(details["learningResources"]),
    webinarList: [],
    selectedWebinars: savedIds(details["selectedWebinars"]),
  };
}
